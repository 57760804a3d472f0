package io.github.pandaemonium.pidfile;

import java.nio.file.Files;

import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;

/**
 * Takes the file of a {@link PidLockFile} away, or empties it where it may not be
 * removed, for example in a root-owned directory after the privileges are gone.
 *
 * @param file the file
 */
record PidFileRemoval(PidFile file) {

	/**
	 * Removes the file whose lock is held.
	 * @param fd its descriptor
	 */
	void remove(int fd) {
		Posix posix = this.file.posix();
		// a lock that is ours is taken again; one that we lost must not be hurt
		if (!posix.flock(fd, true) || !this.file.isAt(fd)) {
			return;
		}
		try {
			posix.unlink(this.file.path().toString());
		}
		catch (PosixException ex) {
			empty(fd, ex);
		}
	}

	/**
	 * Removes the file whose lock is held after all shutdown hooks of this JVM.
	 * @param fd its descriptor
	 */
	void removeAtExit(int fd) {
		if (isRemovable(fd)) {
			this.file.path().toFile().deleteOnExit();
		}
		else {
			this.file.posix().ftruncate(fd, 0);
		}
	}

	/**
	 * Removes a file that this process does not hold.
	 * @param judge who finds the holder
	 * @throws NotMyLockException if another process holds the lock
	 */
	void breakLock(LockJudge judge) {
		int fd = this.file.openForReading();
		if (fd < 0) {
			return;
		}
		try {
			if (!this.file.posix().flock(fd, true)) {
				throw new NotMyLockException(this.file.path(), "break", judge.holder());
			}
			remove(fd);
		}
		finally {
			this.file.posix().close(fd);
		}
	}

	private boolean isRemovable(int fd) {
		Posix posix = this.file.posix();
		int user = posix.geteuid();
		if (user == 0 || !Files.isWritable(this.file.directory())) {
			return user == 0;
		}
		try {
			FileStatus open = posix.fstat(fd);
			FileStatus directory = posix.lstat(this.file.directory() + "/."); // no link
			boolean sticky = directory == null || directory.isSticky();
			return !sticky || (open != null && open.uid() == user) || (directory != null && directory.uid() == user);
		}
		catch (PosixException ex) {
			return false; // it may not even be looked at
		}
	}

	private void empty(int fd, PosixException reason) {
		try {
			this.file.posix().ftruncate(fd, 0);
		}
		catch (PosixException ex) {
			throw this.file.failure("remove", reason); // it was opened for reading
		}
	}

}
