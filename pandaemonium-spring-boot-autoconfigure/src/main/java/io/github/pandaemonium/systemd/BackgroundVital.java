package io.github.pandaemonium.systemd;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A vital that may take its time, and therefore is asked on a thread of its own each time
 * the watchdog looks. What it finds counts from the next look on, and so does that it has
 * found nothing by then.
 *
 * @since 0.1.0
 */
public final class BackgroundVital implements Vital {

	private final String name;

	private final Supplier<@Nullable String> check;

	private volatile boolean running;

	private volatile @Nullable String result;

	private Duration since = Duration.ZERO;

	/**
	 * Creates the vital.
	 * @param name what is asked
	 * @param check says what is wrong, as the beginning of a sentence
	 */
	public BackgroundVital(String name, Supplier<@Nullable String> check) {
		this.name = name;
		this.check = check;
	}

	@Override
	public @Nullable String problem(Duration clock) {
		if (this.running) {
			return this.name + " has not answered for " + clock.minus(this.since).toSeconds() + " s";
		}
		this.since = clock;
		this.running = true;
		Thread thread = new Thread(this::run, "pandaemonium-health");
		thread.setDaemon(true);
		String problem = this.result;
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			this.running = false;
			return this.name + " can't be asked: " + ex.getMessage();
		}
		return problem;
	}

	private void run() {
		try {
			this.result = this.check.get();
		}
		catch (Throwable ex) {
			this.result = this.name + " failed: " + ex;
		}
		finally {
			this.running = false;
		}
	}

}
