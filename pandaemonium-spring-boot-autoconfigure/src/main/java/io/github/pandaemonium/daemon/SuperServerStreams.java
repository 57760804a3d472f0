package io.github.pandaemonium.daemon;

import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;

/**
 * The standard streams of a process that a super server has started: all three are the
 * socket, and nothing may be read from it or written to it as a stream.
 *
 * @since 0.1.0
 */
public final class SuperServerStreams {

	private static final int FIRST_FREE = 3;

	private final Posix posix;

	private final DaemonOptions options;

	/**
	 * Creates the streams.
	 * @param posix the system calls
	 * @param options which files the streams become
	 */
	public SuperServerStreams(Posix posix, DaemonOptions options) {
		this.posix = posix;
		this.options = options;
	}

	/**
	 * Takes the socket away from the streams, and puts the files that are configured in
	 * its place. A stream that is something else stays as it is.
	 * @return the descriptor that the socket has now
	 * @throws DaemonException if a file can't be opened
	 */
	public int takeSocket() {
		FileStatus socket = this.posix.fstat(0);
		int descriptor = this.posix.dup(0, FIRST_FREE);
		new Streams(this.posix, this.options).redirect((stream) -> {
			FileStatus status = this.posix.fstat(stream);
			return status == null || (socket != null && status.isSameFile(socket));
		});
		return descriptor;
	}

}
