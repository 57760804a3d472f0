package io.github.pandaemonium.pidfile;

import java.time.Instant;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;

/**
 * The open file through which this process has the lock of a pid file.
 */
final class HeldLock {

	private final PidFile file;

	private final LockJudge judge;

	private final Posix posix;

	private int fd;

	private boolean sealed;

	HeldLock(PidFile file, LockJudge judge, int fd) {
		this.file = file;
		this.judge = judge;
		this.posix = file.posix();
		this.fd = fd;
	}

	int descriptor() {
		return this.fd;
	}

	boolean isSealed() {
		return this.sealed;
	}

	/**
	 * Whether the path still leads to the open file.
	 */
	boolean isInPlace() {
		return this.file.isAt(this.fd);
	}

	/**
	 * Reads the process id through the open file, as the path may no longer be ours to
	 * open.
	 */
	int pid() {
		return this.file.read(this.fd).pid();
	}

	void seal() {
		write();
		this.sealed = true;
	}

	/**
	 * Whether the file names no other process that lives: a daemon and its successor
	 * write to it, which have the very same lock as their launcher and predecessor.
	 */
	boolean isOurs() {
		int pid = pid();
		return pid <= 0 || pid == this.posix.getpid() || !this.judge.isAlive(pid);
	}

	/**
	 * Goes on with a new file at the path.
	 * @param mode the mode of the new file
	 * @return whether that was needed
	 */
	boolean restore(int mode) {
		if (isInPlace() || !isOurs()) {
			return false;
		}
		LockAttempt attempt = LockAttempt.of(this.file, this.judge, mode);
		if (!attempt.isLocked()) {
			int claimer = attempt.occupancy().pid();
			throw new NotMyLockException(this.file.path(), "restore", (claimer > 0) ? claimer : this.judge.holder());
		}
		this.posix.close(this.fd);
		this.fd = attempt.fd();
		if (this.sealed) {
			write();
		}
		return true;
	}

	void drop(boolean remove) {
		try {
			if (remove && isOurs()) {
				new PidFileRemoval(this.file).remove(this.fd);
			}
		}
		finally {
			this.posix.close(this.fd); // never LOCK_UN, which frees it for all
		}
	}

	void removeAtExit() {
		new PidFileRemoval(this.file).removeAtExit(this.fd);
	}

	/**
	 * Writes over what is there, so that there is no moment without a process id, and no
	 * need for a free block, where another process had the lock before.
	 */
	private void write() {
		byte[] content = PidFileContent.format(this.posix.getpid(), Instant.now());
		try {
			this.posix.pwrite(this.fd, content, 0);
			if (pid() != this.posix.getpid()) { // it was opened to append, by a parent
				this.posix.ftruncate(this.fd, 0);
				this.posix.pwrite(this.fd, content, 0);
			}
			this.posix.ftruncate(this.fd, content.length);
		}
		catch (PosixException ex) {
			throw this.file.failure("write", ex);
		}
	}

}
