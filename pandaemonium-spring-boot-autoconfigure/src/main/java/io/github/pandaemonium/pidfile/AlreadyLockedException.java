package io.github.pandaemonium.pidfile;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Another process, or another {@link PidLockFile} of this one, has the pid file.
 *
 * @since 0.1.0
 */
public class AlreadyLockedException extends PidLockFileException {

	private final int holder;

	AlreadyLockedException(Path path, int holder) {
		this(path, holder, "Unable to lock '" + path + "': held by " + describe(holder));
	}

	AlreadyLockedException(Path path, int holder, String message) {
		super(path, message, null);
		this.holder = holder;
	}

	/**
	 * Returns who has the pid file. This is for messages: only
	 * {@link PidLockFile#holder()} says whom to signal.
	 * @return the process id, or nothing where it can't be found out
	 */
	public OptionalInt getHolder() {
		return (this.holder > 0) ? OptionalInt.of(this.holder) : OptionalInt.empty();
	}

}
