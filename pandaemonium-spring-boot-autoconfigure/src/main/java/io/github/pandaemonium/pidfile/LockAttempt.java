package io.github.pandaemonium.pidfile;

import io.github.pandaemonium.pidfile.Occupancy.State;
import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;

/**
 * One attempt to lock a pid file: open, lock, and then the path must still lead to the
 * open file, else again.
 *
 * @param fd the descriptor that holds the lock, or -1
 * @param occupancy who has the file where it was not locked
 */
record LockAttempt(int fd, Occupancy occupancy) {

	private static final int MOST_REPLACEMENTS = 1000;

	boolean isLocked() {
		return this.fd >= 0;
	}

	/**
	 * Whether a parent that does not lock has the file for us.
	 */
	boolean isAdopted() {
		return this.occupancy.state() == State.CLAIMED_FOR_US;
	}

	/**
	 * Whether it is sure that another try right now would give the same.
	 */
	boolean isFinal() {
		return this.occupancy.verified() || this.occupancy.state() == State.CLAIMED;
	}

	static LockAttempt of(PidFile file, LockJudge judge, int mode) {
		Posix posix = file.posix();
		for (int i = 0; i < MOST_REPLACEMENTS; i++) {
			int fd = file.openForLocking(mode);
			boolean keep = false;
			try {
				if (!posix.flock(fd, true)) {
					return new LockAttempt(-1, judge.locked(fd));
				}
				if (!file.isAt(fd)) {
					continue;
				}
				Occupancy claim = judge.claim(file.read(fd).pid());
				if (claim.isActive()) {
					return new LockAttempt(-1, claim);
				}
				keep = makeOurs(file, fd, mode);
				if (keep) {
					return new LockAttempt(fd, Occupancy.STALE);
				}
			}
			catch (PosixException ex) {
				throw file.failure("lock", ex);
			}
			finally {
				if (!keep) {
					posix.close(fd);
				}
			}
		}
		throw new LockFailedException(file.path(), "lock", "the file is replaced again and again", null);
	}

	/**
	 * Empties what is left of a dead process, so that nobody takes it for ours. A file
	 * that another user owns may have been planted, and its owner may write to it at any
	 * time: root removes it instead.
	 */
	private static boolean makeOurs(PidFile file, int fd, int mode) {
		Posix posix = file.posix();
		FileStatus status = posix.fstat(fd);
		int user = posix.geteuid();
		if (status == null) {
			return false;
		}
		if (status.uid() != user && status.uid() != 0) {
			if (user != 0) {
				throw new LockFailedException(file.path(), "lock", "the file belongs to user " + status.uid(), null);
			}
			posix.unlink(file.path().toString());
			return false;
		}
		if (status.uid() == user && (status.mode() & 07777) != mode) {
			posix.fchmod(fd, mode);
		}
		if (status.size() > 0) {
			posix.ftruncate(fd, 0);
		}
		return true;
	}

}
