package io.github.pandaemonium.pidfile;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Something was asked for that only the holder of the pid file may do.
 *
 * @since 0.1.0
 */
public class NotMyLockException extends PidLockFileException {

	private final int holder;

	NotMyLockException(Path path, String action, int holder) {
		super(path, "Unable to " + action + " '" + path + "': held by " + describe(holder), null);
		this.holder = holder;
	}

	NotMyLockException(Path path, String action) {
		super(path, "Unable to " + action + " '" + path + "': this process does not hold it", null);
		this.holder = -1;
	}

	/**
	 * Returns who has the pid file.
	 * @return the process id, or nothing where nobody has it or it can't be found out
	 */
	public OptionalInt getHolder() {
		return (this.holder > 0) ? OptionalInt.of(this.holder) : OptionalInt.empty();
	}

}
