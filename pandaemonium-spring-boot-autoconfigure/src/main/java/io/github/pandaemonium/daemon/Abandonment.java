package io.github.pandaemonium.daemon;

import java.time.Duration;
import java.util.function.IntConsumer;

import io.github.pandaemonium.pidfile.PidLockFile;
import org.jspecify.annotations.Nullable;

/**
 * The end of a daemon whose launcher was killed before it was ready: nobody knows of it,
 * so it must not be. Neither a bean nor a shutdown hook that does not come to an end can
 * keep it.
 *
 * @since 0.1.0
 */
public final class Abandonment implements Runnable {

	private static final Duration TIME_TO_EXIT = Duration.ofSeconds(5);

	private final @Nullable PidLockFile pidFile;

	private final IntConsumer exit;

	/**
	 * Creates the end.
	 * @param pidFile the pid file of the daemon, which is removed
	 * @param exit what exits
	 */
	public Abandonment(@Nullable PidLockFile pidFile, IntConsumer exit) {
		this.pidFile = pidFile;
		this.exit = exit;
	}

	/**
	 * Ends the process.
	 */
	@Override
	public void run() {
		Thread exit = new Thread(() -> this.exit.accept(1), "pandaemonium-exit");
		exit.setDaemon(true);
		exit.start();
		try {
			exit.join(TIME_TO_EXIT.toMillis());
		}
		catch (InterruptedException ex) {
			// it is time to go either way
		}
		if (this.pidFile != null && this.pidFile.isPrimary()) {
			this.pidFile.breakLock(); // even where it waits for the end of the hooks
		}
		Runtime.getRuntime().halt(1);
	}

}
