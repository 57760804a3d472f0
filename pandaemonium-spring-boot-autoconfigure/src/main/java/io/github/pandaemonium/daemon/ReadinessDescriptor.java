package io.github.pandaemonium.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pandaemonium.launch.OpenFile;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;

/**
 * The descriptor on which a supervisor of the s6 family waits for a newline, see
 * {@code s6-supervise}, {@code notification-fd}.
 *
 * @since 0.1.0
 */
public final class ReadinessDescriptor {

	private static final String OPTION = "notification-fd";

	private static final int FIRST = 3;

	private static final int O_ACCMODE = 3; // fcntl.h

	private static final byte[] NEWLINE = { '\n' };

	private final Posix posix;

	private final int fd;

	private ReadinessDescriptor(Posix posix, int fd) {
		this.posix = posix;
		this.fd = fd;
	}

	/**
	 * Takes a descriptor that the caller has left open.
	 * @param posix the system calls
	 * @param fd the descriptor
	 * @return the descriptor, which programs that are started do not inherit
	 * @throws InvalidOptionException if there is no such descriptor
	 */
	public static ReadinessDescriptor of(Posix posix, int fd) {
		if (fd < FIRST) {
			throw invalid(fd, "it is not the number of a descriptor beside the standard streams");
		}
		List<OpenFile> files = OpenFile.list().stream().filter((file) -> file.descriptor() == fd).toList();
		if (files.isEmpty()) {
			throw invalid(fd, "the caller has left no such descriptor open");
		}
		if (Inheritance.isOfJvm(files.get(0).target())) {
			throw invalid(fd,
					"the caller left no such descriptor open, here it is the JVM's '" + files.get(0).target() + "'");
		}
		if (!isWritable(fd)) {
			throw invalid(fd, "it can't be written");
		}
		posix.setCloseOnExec(fd, true);
		return new ReadinessDescriptor(posix, fd);
	}

	/**
	 * Refuses it for a daemon, which leaves the caller that would wait.
	 * @param fd the descriptor
	 * @return what is wrong
	 */
	public static InvalidOptionException ofDetached(int fd) {
		return new InvalidOptionException(OPTION, Integer.toString(fd),
				"it is for a supervisor, whose process would detach from it", "Set pandaemonium.detach=never as well.");
	}

	/**
	 * Returns the number.
	 * @return the descriptor
	 */
	public int number() {
		return this.fd;
	}

	/**
	 * Writes the newline and closes the descriptor. Where there is no room for it yet, a
	 * thread waits for that. That nobody reads does no harm.
	 */
	public void ready() {
		boolean written = true;
		try {
			this.posix.setNonBlocking(this.fd, true);
			written = this.posix.tryWrite(this.fd, NEWLINE);
		}
		catch (PosixException ex) {
			// the supervisor is gone, which is no reason to be gone too
		}
		if (written) {
			close();
			return;
		}
		Thread thread = new Thread(this::writeWhenThereIsRoom, "pandaemonium-notification-fd");
		thread.setDaemon(true);
		thread.start();
	}

	private void writeWhenThereIsRoom() {
		try {
			this.posix.setNonBlocking(this.fd, false);
			this.posix.write(this.fd, NEWLINE);
		}
		catch (PosixException ex) {
			// the supervisor is gone meanwhile
		}
		close();
	}

	private void close() {
		try {
			this.posix.close(this.fd);
		}
		catch (PosixException ex) {
			// somebody else has closed it
		}
	}

	private static boolean isWritable(int fd) {
		try {
			return Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(fd)))
				.stream()
				.filter((line) -> line.startsWith("flags:"))
				.map((line) -> Integer.parseUnsignedInt(line.substring("flags:".length()).strip(), 8))
				.allMatch((flags) -> (flags & O_ACCMODE) != Posix.O_RDONLY);
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static InvalidOptionException invalid(int fd, String reason) {
		return new InvalidOptionException(OPTION, Integer.toString(fd), reason,
				"Name the descriptor that the supervisor reads, as the file 'notification-fd' of s6 does.");
	}

}
