package io.github.pandaemonium.systemd;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A thread that works off one thing after the other, and hangs if it is at one of them
 * for too long.
 *
 * @since 0.1.0
 */
public final class DispatchVital implements Vital {

	private final String name;

	private final LongSupplier work;

	private final Duration limit;

	private long last;

	private Duration since = Duration.ZERO;

	/**
	 * Creates the vital.
	 * @param name what the thread is called
	 * @param work the number of what it is at work on, each its own, 0 if it has nothing
	 * to do, negative if it is no more
	 * @param limit how long it may be at one
	 */
	public DispatchVital(String name, LongSupplier work, Duration limit) {
		this.name = name;
		this.work = work;
		this.limit = limit;
	}

	@Override
	public @Nullable String problem(Duration clock) {
		long current = this.work.getAsLong();
		if (current < 0) {
			return this.name + " is dead";
		}
		if (current != this.last) {
			this.last = current;
			this.since = clock;
		}
		Duration time = clock.minus(this.since);
		return (current != 0 && time.compareTo(this.limit) > 0)
				? this.name + " has not answered for " + time.toSeconds() + " s" : null;
	}

}
