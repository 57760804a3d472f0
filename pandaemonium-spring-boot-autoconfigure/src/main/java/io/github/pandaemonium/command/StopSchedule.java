package io.github.pandaemonium.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.posix.UnixSignal;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * How a daemon is stopped, in the form of start-stop-daemon's {@code --retry}: signals,
 * each followed by how long to wait for its effect.
 *
 * @param steps the signals, in their order
 * @since 0.1.0
 */
public record StopSchedule(List<Step> steps) {

	private static final String EXAMPLE = "Write signals and times in turn, for example TERM/30s/KILL/5s.";

	private static final Duration AFTER_KILL = Duration.ofSeconds(5);

	public StopSchedule {
		steps = List.copyOf(steps);
	}

	/**
	 * Reads a schedule.
	 * @param text for example {@code TERM/30s/KILL/5s}; a number without a unit is
	 * seconds
	 * @return the schedule
	 * @throws InvalidOptionException if it is none
	 */
	public static StopSchedule of(String text) {
		List<Step> steps = new ArrayList<>();
		String[] parts = text.strip().split("/", -1);
		if (parts.length % 2 != 0) {
			throw invalid(text, "a signal has no time after it, or a time no signal before it");
		}
		for (int i = 0; i < parts.length; i += 2) {
			UnixSignal signal = UnixSignal.find(parts[i]);
			Duration wait = duration(parts[i + 1]);
			if (signal == null || wait == null) {
				throw invalid(text, (signal == null) ? "'" + parts[i] + "' is not a signal"
						: "'" + parts[i + 1] + "' is not a time above zero");
			}
			steps.add(new Step(signal, wait));
		}
		return new StopSchedule(steps);
	}

	/**
	 * Returns the schedule that is used where none is given.
	 * @param timeout how long a stop may take
	 * @return TERM, then KILL
	 */
	public static StopSchedule of(Duration timeout) {
		return new StopSchedule(
				List.of(new Step(UnixSignal.of("TERM"), timeout), new Step(UnixSignal.of("KILL"), AFTER_KILL)));
	}

	private static @Nullable Duration duration(String text) {
		try {
			String value = text.strip().chars().allMatch(Character::isDigit) ? text.strip() + "s" : text.strip();
			Duration duration = DurationStyle.detectAndParse(value);
			return (duration.isNegative() || duration.isZero()) ? null : duration;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static InvalidOptionException invalid(String text, String reason) {
		return new InvalidOptionException("stop-schedule", text, reason, EXAMPLE);
	}

	/**
	 * One signal.
	 *
	 * @param signal the signal
	 * @param timeout how long its effect is waited for
	 */
	public record Step(UnixSignal signal, Duration timeout) {
	}

}
