package io.github.pandaemonium.systemd;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Decides twice a period whether a sign of life is given. Where the application is not
 * well for a whole period, it says so itself: the grace is for silence only, as in a long
 * pause of the whole process.
 *
 * @since 0.1.0
 */
public final class Watchdog {

	private static final Duration LEAST = Duration.ofMillis(1);

	private final Duration period;

	private final Duration grace;

	private final List<Vital> vitals;

	private final Duration interval;

	private Duration planned = Duration.ZERO;

	/** How long the whole process has stood still. */
	private Duration lost = Duration.ZERO;

	private Duration lastSign = Duration.ZERO;

	private @Nullable String problem;

	/** Once more would begin anew what is about to end the application. */
	private boolean triggered;

	/**
	 * Creates the watchdog.
	 * @param settings what the supervisor wants
	 * @param grace how much longer it is asked to wait
	 * @param vitals without which the application does not live
	 */
	public Watchdog(WatchdogSettings settings, Duration grace, List<Vital> vitals) {
		this.period = settings.period();
		this.grace = grace;
		this.vitals = List.copyOf(vitals);
		Duration half = this.period.dividedBy(2);
		this.interval = (half.compareTo(LEAST) < 0) ? LEAST : half;
	}

	/**
	 * Begins, with the first sign of life.
	 * @param now the time
	 * @return what is sent with it
	 */
	Notification begin(Notification notification, Duration now) {
		this.planned = now.plus(this.interval);
		this.lost = Duration.ZERO;
		this.lastSign = now;
		return this.grace.isZero() ? notification.watchdog()
				: notification.watchdogTimeout(this.period.plus(this.grace)).watchdog();
	}

	/**
	 * Returns when to look next.
	 */
	Duration next() {
		return this.planned;
	}

	/**
	 * Returns what is wrong, or {@code null}.
	 */
	@Nullable String problem() {
		return this.problem;
	}

	/**
	 * Looks whether the application lives.
	 * @param now the time
	 * @return the sign, or {@code null} where none is given
	 */
	@Nullable Notification look(Duration now) {
		Duration late = now.minus(this.planned);
		if (late.compareTo(this.interval.dividedBy(2)) > 0) {
			this.lost = this.lost.plus(late);
		}
		this.planned = now.plus(this.interval);
		Duration clock = now.minus(this.lost);
		String found = null;
		for (Vital vital : this.vitals) {
			// each is asked each time, since some follow what happens
			String problem = vital.problem(clock);
			found = (found != null) ? found : problem;
		}
		this.problem = found;
		if (found == null) {
			this.lastSign = clock;
			return Notification.empty().watchdog();
		}
		Duration silent = clock.minus(this.lastSign);
		if (this.triggered || silent.compareTo(this.period.minus(this.interval.dividedBy(2))) < 0) {
			return null;
		}
		this.triggered = true;
		return Notification.empty().watchdogTrigger();
	}

}
