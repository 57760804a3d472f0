package io.github.pandaemonium.systemd;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The unit of systemd, whose largest value means for ever.
 */
final class Microseconds {

	private Microseconds() {
	}

	static long of(Duration time) {
		try {
			return Math.max(1, Math.addExact(Math.multiplyExact(time.getSeconds(), 1_000_000L), time.getNano() / 1000));
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

	static Duration toDuration(long microseconds) {
		return Duration.of(microseconds, ChronoUnit.MICROS);
	}

}
