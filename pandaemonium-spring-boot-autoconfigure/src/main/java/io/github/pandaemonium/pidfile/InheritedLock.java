package io.github.pandaemonium.pidfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.posix.Posix;

/**
 * The lock that the launcher took and handed to this process, the daemon, before its
 * first instruction: {@code main} runs again here and asks for it as the launcher did.
 */
final class InheritedLock {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final int FIRST = 3;

	// as /proc/PID/fdinfo has them, see proc(5) and asm-generic/fcntl.h
	private static final int O_CLOEXEC = 02000000;

	private static final int O_ACCMODE = 03;

	private static final int O_RDWR = 02;

	private InheritedLock() {
	}

	/**
	 * Finds the descriptor: a single digit where a shell handed it on, any number where
	 * the process replaced itself. What this JVM opened itself is close-on-exec, what it
	 * inherited is not; the one that is found becomes so.
	 * @param file the pid file
	 * @return the descriptor, or -1 where nothing was inherited
	 */
	static int take(PidFile file) {
		Posix posix = file.posix();
		for (int fd : descriptors()) {
			// flock succeeds at once for an open file that has the lock
			if (posix.fstat(fd) != null && file.isAt(fd) && isInherited(fd) && posix.flock(fd, true)) {
				posix.setCloseOnExec(fd, true);
				return fd;
			}
		}
		return -1;
	}

	private static List<Integer> descriptors() {
		List<Integer> descriptors = new ArrayList<>();
		try (DirectoryStream<Path> links = Files.newDirectoryStream(DESCRIPTORS)) {
			links.forEach((link) -> descriptors.add(Integer.valueOf(link.getFileName().toString())));
		}
		catch (IOException | DirectoryIteratorException ex) {
			// no /proc: nothing can be told to be inherited
		}
		descriptors.removeIf((fd) -> fd < FIRST);
		return descriptors;
	}

	private static boolean isInherited(int fd) {
		Path fdinfo = Path.of("/proc/self/fdinfo", Integer.toString(fd));
		try {
			for (String line : Files.readAllLines(fdinfo, StandardCharsets.ISO_8859_1)) {
				if (line.startsWith("flags:")) {
					int flags = Integer.parseInt(line.substring("flags:".length()).trim(), 8);
					return (flags & O_CLOEXEC) == 0 && (flags & O_ACCMODE) == O_RDWR && ProcLocks.isLocked(fdinfo);
				}
			}
		}
		catch (IOException ex) {
			// closed in the meantime
		}
		return false;
	}

}
