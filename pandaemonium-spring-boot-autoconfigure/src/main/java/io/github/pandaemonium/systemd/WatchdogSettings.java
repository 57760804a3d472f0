package io.github.pandaemonium.systemd;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the supervisor wants of a watchdog, see {@code sd_watchdog_enabled(3)}.
 *
 * @param period how often it wants a sign of life at least
 * @since 0.1.0
 */
public record WatchdogSettings(Duration period) {

	private static final String USEC = "WATCHDOG_USEC";

	private static final String PID = "WATCHDOG_PID";

	/**
	 * Reads the variables.
	 * @param environment the environment
	 * @param pid this process
	 * @return the settings, or {@code null} where no sign of life of this process is
	 * wanted
	 * @throws InvalidVariableException if one can't be
	 */
	public static @Nullable WatchdogSettings of(Map<String, String> environment, long pid) {
		String period = environment.get(USEC);
		if (period == null) {
			return null;
		}
		String wanted = environment.get(PID);
		if (wanted != null && !wanted.isEmpty() && number(PID, wanted) != pid) {
			return null;
		}
		return new WatchdogSettings(Microseconds.toDuration(number(USEC, period)));
	}

	private static long number(String variable, String value) {
		if (value.matches("\\d{1,18}")) {
			long number = Long.parseLong(value);
			if (number > 0) {
				return number;
			}
		}
		throw new InvalidVariableException(variable, value, "it is not a positive number",
				"the watchdog gets no sign of life");
	}

}
