package io.github.pandaemonium.pidfile;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Another process had the pid file for as long as the lock was waited for.
 *
 * @since 0.1.0
 */
public class LockTimeoutException extends AlreadyLockedException {

	private final Duration timeout;

	LockTimeoutException(Path path, int holder, Duration timeout) {
		super(path, holder,
				"Unable to lock '" + path + "' within " + timeout.toMillis() + " ms: held by " + describe(holder));
		this.timeout = timeout;
	}

	/**
	 * Returns how long the lock was waited for.
	 * @return the time-out
	 */
	public Duration getTimeout() {
		return this.timeout;
	}

}
