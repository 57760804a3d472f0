package io.github.pandaemonium.pidfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.posix.FileStatus;

/**
 * What {@code /proc} tells of {@code flock} locks, see {@code proc(5)}.
 *
 * @param path the file
 */
record ProcLocks(Path path) {

	/**
	 * Whether a process has the file open under an exclusive lock. The {@code lock:} line
	 * of {@code /proc/PID/fdinfo/N} is there for every process that shares the open file,
	 * whoever took the lock. Files are told apart by their keys, as the device in that
	 * line is not the one that {@code stat} gives on btrfs and overlayfs.
	 * @param pid the process
	 * @return whether it has
	 */
	Holding holding(int pid) {
		Path process = Path.of("/proc", Integer.toString(pid));
		Holding result = Holding.NO;
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
			Object key = key(this.path, LinkOption.NOFOLLOW_LINKS);
			for (Path descriptor : descriptors) {
				try {
					if (key != null && key.equals(key(descriptor))
							&& isLocked(process.resolve("fdinfo").resolve(descriptor.getFileName()))) {
						return Holding.YES;
					}
				}
				catch (AccessDeniedException ex) {
					result = Holding.UNKNOWN;
				}
				catch (IOException ex) {
					// closed in the meantime
				}
			}
			return result;
		}
		catch (NoSuchFileException ex) {
			return Holding.NO;
		}
		catch (IOException | DirectoryIteratorException ex) {
			return Holding.UNKNOWN;
		}
	}

	/**
	 * Returns the process that took the exclusive lock on a file. It may be dead, with
	 * another one holding what it took, and where it is dead or in another namespace the
	 * kernel may keep it to itself.
	 * @param status the file
	 * @return the process, or 0
	 */
	int locker(FileStatus status) {
		String file = "%02x:%02x:%d".formatted(status.device() >>> 32, status.device() & 0xffffffffL, status.inode());
		try {
			for (String line : Files.readAllLines(Path.of("/proc/locks"), StandardCharsets.ISO_8859_1)) {
				String[] fields = line.trim().split("\\s+");
				if (fields.length > 5 && isExclusive(fields) && fields[5].equals(file)) {
					return Integer.parseInt(fields[4]);
				}
			}
		}
		catch (IOException | NumberFormatException ex) {
			// the kernel or its owner gives no list
		}
		return 0;
	}

	/**
	 * Whether a descriptor has an exclusive lock.
	 * @param fdinfo its file in {@code /proc/PID/fdinfo}
	 * @return whether it has
	 * @throws IOException if it is gone, or this user may not look
	 */
	static boolean isLocked(Path fdinfo) throws IOException {
		for (String line : Files.readAllLines(fdinfo, StandardCharsets.ISO_8859_1)) {
			if (line.startsWith("lock:") && isExclusive(line.substring(5).trim().split("\\s+"))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isExclusive(String[] fields) {
		return fields.length > 3 && fields[1].equals("FLOCK") && fields[3].equals("WRITE");
	}

	private static @Nullable Object key(Path path, LinkOption... options) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, options).fileKey();
	}

	enum Holding {

		YES, NO, UNKNOWN

	}

}
