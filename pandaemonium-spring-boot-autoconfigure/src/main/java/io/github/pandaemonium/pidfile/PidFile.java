package io.github.pandaemonium.pidfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;

/**
 * The file at the path of a {@link PidLockFile}: opened without ever following a symbolic
 * link at its end, waiting for anybody, or touching anything but a regular file.
 *
 * @param posix the system calls
 * @param path the absolute path
 */
record PidFile(Posix posix, Path path) {

	PidFile {
		if (!path.isAbsolute()) {
			throw new LockFailedException(path, "lock", "the path is not absolute", null);
		}
	}

	Path directory() {
		Path parent = this.path.getParent();
		return (parent != null) ? parent : this.path;
	}

	/**
	 * Returns what is at the path.
	 * @return the status of a regular file, or {@code null} where there is nothing
	 */
	@Nullable FileStatus status() {
		try {
			FileStatus status = this.posix.lstat(this.path.toString());
			if (status != null) {
				requireRegularFile(status, "read");
			}
			return status;
		}
		catch (PosixException ex) {
			throw failure("read", ex);
		}
	}

	/**
	 * Opens the file, creates it where there is none, and makes sure that it is safe to
	 * write to.
	 * @param mode the mode of a file that is created
	 * @return the descriptor
	 */
	int openForLocking(int mode) {
		int fd = open("lock", Posix.O_RDWR | Posix.O_CREAT, mode);
		FileStatus status = this.posix.fstat(fd);
		if (status != null && status.links() > 1) {
			this.posix.close(fd);
			// it may be any file of this machine, linked to here by somebody else
			throw new LockFailedException(this.path, "lock", "the file has other names (hard links)", null);
		}
		return fd;
	}

	/**
	 * Opens the file to look at it.
	 * @return the descriptor, or -1 where there is none
	 */
	int openForReading() {
		try {
			return open("read", Posix.O_RDONLY, 0);
		}
		catch (LockFailedException ex) {
			if (ex.getCause() instanceof PosixException cause && cause.is("ENOENT")) {
				return -1;
			}
			throw ex;
		}
	}

	private int open(String action, int flags, int mode) {
		try {
			FileStatus before = this.posix.lstat(this.path.toString());
			if (before != null) {
				requireRegularFile(before, action); // opening a device may set it going
			}
			int fd = this.posix.open(this.path.toString(), flags | Posix.O_NOFOLLOW | Posix.O_NONBLOCK | Posix.O_NOCTTY,
					mode);
			FileStatus status = this.posix.fstat(fd);
			if (status == null || !status.isRegularFile()) {
				this.posix.close(fd);
				throw new LockFailedException(this.path, action, "it is not a regular file", null);
			}
			return fd;
		}
		catch (PosixException ex) {
			throw failure(action, ex);
		}
	}

	/**
	 * Reads the process id at the path.
	 * @return the id, or 0 where there is no file or no number in it
	 */
	int pid() {
		int fd = openForReading();
		if (fd < 0) {
			return 0;
		}
		try {
			return read(fd).pid();
		}
		finally {
			this.posix.close(fd);
		}
	}

	PidFileContent read(int fd) {
		byte[] buffer = new byte[PidFileContent.LIMIT];
		// not by the position, which a process shares with its successor
		return PidFileContent.parse(buffer, Math.max(this.posix.pread(fd, buffer, 0), 0));
	}

	/**
	 * Whether the path still leads to an open file.
	 * @param fd the descriptor of the file
	 * @return whether both are the same inode; where this user may not look, whether the
	 * file still has that name
	 */
	boolean isAt(int fd) {
		FileStatus open = this.posix.fstat(fd);
		if (open == null) {
			return false;
		}
		try {
			FileStatus there = this.posix.lstat(this.path.toString());
			return there != null && open.isSameFile(there);
		}
		catch (PosixException ex) {
			return ex.is("EACCES") && open.links() > 0 && hasSameName(fd);
		}
	}

	private boolean hasSameName(int fd) {
		try {
			Path target = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(fd)));
			return target.endsWith(String.valueOf(this.path.getFileName()));
		}
		catch (IOException ex) {
			return false;
		}
	}

	LockFailedException failure(String action, PosixException ex) {
		String directory = "the directory '" + directory() + "'";
		String reason = ex.getText();
		if (ex.is("ENOENT")) {
			reason = directory + " does not exist";
		}
		else if (ex.is("ENOTDIR")) {
			reason = directory + " is none";
		}
		else if (ex.is("EACCES")) {
			reason = denial(action, directory) + ": " + ex.getText();
		}
		return new LockFailedException(this.path, action, reason, ex);
	}

	private String denial(String action, String directory) {
		try {
			FileStatus status = this.posix.lstat(this.path.toString());
			return (status == null || action.equals("remove")) ? directory + " is not writable"
					: "the file belongs to user " + status.uid();
		}
		catch (PosixException ex) {
			return directory + " is not accessible";
		}
	}

	private void requireRegularFile(FileStatus status, String action) {
		if (!status.isRegularFile()) {
			String what = status.isSymbolicLink() ? "a symbolic link"
					: status.isDirectory() ? "a directory" : status.isPipe() ? "a named pipe" : "not a regular file";
			throw new LockFailedException(this.path, action, "it is " + what, null);
		}
	}

}
