package io.github.pandaemonium.socket;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;

/**
 * Copies of descriptors, for a process that is to be born with them: whoever closes them
 * leaves the originals alone.
 *
 * @since 0.1.0
 */
public final class SocketCopies {

	/** The least number of a copy: single digits are for what passes through a shell. */
	public static final int LEAST = 10;

	private SocketCopies() {
	}

	/**
	 * Copies all of them, or none.
	 * @param posix the system calls
	 * @param descriptors the descriptors by what they are for
	 * @return the copies by what they are for, close-on-exec, which are the caller's to
	 * close
	 * @throws PosixException if one can't be copied; no copy is left then
	 */
	public static Map<String, Integer> of(Posix posix, Map<String, Integer> descriptors) {
		Map<String, Integer> copies = new LinkedHashMap<>();
		try {
			descriptors.forEach((use, fd) -> copies.put(use, posix.dup(fd, LEAST)));
			return copies;
		}
		catch (PosixException ex) {
			copies.values().forEach(posix::close);
			throw ex;
		}
	}

}
