package io.github.pandaemonium.pidfile;

import java.util.Optional;
import java.util.OptionalInt;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.RunningProcess;

/**
 * Finds the process that holds the lock of a pid file.
 *
 * @since 0.1.0
 */
public final class LockHolder {

	private static final int TRIES = 3;

	private LockHolder() {
	}

	/**
	 * Finds the process. Between the look at the lock and the opening another process
	 * could get the number, so it looks again.
	 * @param posix the system calls
	 * @param file the pid file
	 * @return the process, to be closed, or nothing where nobody holds the lock or it is
	 * not sure who, see {@link PidLockFile#holder()}
	 */
	public static Optional<RunningProcess> of(Posix posix, PidLockFile file) {
		for (int i = 0; i < TRIES; i++) {
			OptionalInt pid = file.holder();
			if (pid.isEmpty()) {
				return Optional.empty();
			}
			RunningProcess holder = new RunningProcess(posix, pid.getAsInt());
			if (file.holder().equals(pid)) {
				return Optional.of(holder);
			}
			holder.close();
		}
		return Optional.empty();
	}

}
