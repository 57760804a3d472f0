package io.github.pandaemonium.pidfile;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The pid file can't be used, whoever holds it: a wrong path, what lies at the path, a
 * missing permission, a full disk.
 *
 * @since 0.1.0
 */
public class LockFailedException extends PidLockFileException {

	private final String reason;

	/**
	 * Creates the exception.
	 * @param path the pid file
	 * @param action what could not be done, for example {@code lock}
	 * @param reason the reason
	 * @param cause the cause, if any
	 */
	LockFailedException(Path path, String action, String reason, @Nullable Throwable cause) {
		super(path, "Unable to " + action + " '" + path + "': " + reason, cause);
		this.reason = reason;
	}

	/**
	 * Returns why it failed, without the path.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

}
