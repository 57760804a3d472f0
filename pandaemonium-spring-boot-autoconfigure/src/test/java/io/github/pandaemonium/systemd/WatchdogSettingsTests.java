package io.github.pandaemonium.systemd;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WatchdogSettings}.
 */
class WatchdogSettingsTests {

	@Test
	void periodIsForThisProcessOrForAny() {
		assertThat(WatchdogSettings.of(Map.of("WATCHDOG_USEC", "1500000"), 42))
			.isEqualTo(new WatchdogSettings(Duration.ofMillis(1500)));
		assertThat(WatchdogSettings.of(Map.of("WATCHDOG_USEC", "1", "WATCHDOG_PID", "42"), 42))
			.isEqualTo(new WatchdogSettings(Duration.ofNanos(1000)));
	}

	@Test
	void nothingAndAnotherProcessAreNothing() {
		assertThat(WatchdogSettings.of(Map.of(), 42)).isNull();
		assertThat(WatchdogSettings.of(Map.of("WATCHDOG_PID", "42"), 42)).isNull();
		assertThat(WatchdogSettings.of(Map.of("WATCHDOG_USEC", "1", "WATCHDOG_PID", "43"), 42)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-1", "1s", "99999999999999999999" })
	void junkIsNamed(String value) {
		assertThatExceptionOfType(InvalidVariableException.class)
			.isThrownBy(() -> WatchdogSettings.of(Map.of("WATCHDOG_USEC", value), 42))
			.withMessage("WATCHDOG_USEC='" + value + "' is ignored, since it is not a positive number:"
					+ " the watchdog gets no sign of life");
	}

}
