package io.github.pandaemonium.systemd;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A vital that may take its time, and therefore is asked on a thread of its own each time
 * the watchdog looks and the last question has been answered. What it finds counts from
 * the next look on until it is asked anew and answers; that it does not answer counts
 * once it has taken longer than it may, so that one that is only slow leaves no gap
 * between the signs of life.
 *
 * @since 0.1.0
 */
public final class BackgroundVital implements Vital {

	private final String name;

	private final Supplier<@Nullable String> check;

	private final Duration limit;

	private volatile boolean running;

	private volatile @Nullable String result;

	private Duration since = Duration.ZERO;

	/**
	 * Creates the vital.
	 * @param name what is asked
	 * @param check says what is wrong, as the beginning of a sentence
	 * @param limit how long it may take to say so
	 */
	public BackgroundVital(String name, Supplier<@Nullable String> check, Duration limit) {
		this.name = name;
		this.check = check;
		this.limit = limit;
	}

	@Override
	public @Nullable String problem(Duration clock) {
		if (this.running) {
			Duration time = clock.minus(this.since);
			return (time.compareTo(this.limit) > 0) ? this.name + " has not answered for " + time.toSeconds() + " s"
					: this.result;
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
