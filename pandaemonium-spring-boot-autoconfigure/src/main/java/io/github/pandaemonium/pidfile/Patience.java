package io.github.pandaemonium.pidfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a starter waits for a lock that another one has. The kernel has no wait for a
 * lock that ends after a time, so it is tried again.
 */
final class Patience {

	/**
	 * A reader that probes the lock has it for a moment: so long, and so often, a lock is
	 * tried again that nobody is known to hold.
	 */
	private static final Duration PROBE = Duration.ofMillis(200);

	private static final int LEAST_ATTEMPTS = 10;

	private static final int LONGEST_PAUSE = 20; // milliseconds

	private final Path path;

	private final LockJudge judge;

	private final Duration timeout;

	private final long start = System.nanoTime();

	private int attempts;

	Patience(Path path, LockJudge judge, Duration timeout) {
		this.path = path;
		this.judge = judge;
		this.timeout = timeout;
	}

	/**
	 * Waits for the next attempt.
	 * @param attempt the one that failed
	 * @throws AlreadyLockedException if the time is over
	 */
	void await(LockAttempt attempt) {
		this.attempts++;
		boolean over = isOver(this.timeout)
				&& (attempt.isFinal() || (this.attempts >= LEAST_ATTEMPTS && isOver(PROBE)));
		if (over) {
			boolean waited = !this.timeout.isZero() && !this.timeout.isNegative();
			throw waited ? new LockTimeoutException(this.path, holder(attempt), this.timeout)
					: new AlreadyLockedException(this.path, holder(attempt));
		}
		try {
			// at random, or starters that began together would meet again
			Thread.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LockFailedException(this.path, "lock",
					"interrupted while waiting for " + PidLockFileException.describe(holder(attempt)), ex);
		}
	}

	private boolean isOver(Duration time) {
		return Duration.ofNanos(System.nanoTime() - this.start).compareTo(time) >= 0;
	}

	private int holder(LockAttempt attempt) {
		int pid = attempt.occupancy().pid();
		return (pid > 0) ? pid : this.judge.holder();
	}

}
