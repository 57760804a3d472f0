package io.github.pandaemonium.command;

import java.time.Duration;

import io.github.pandaemonium.command.StopSchedule.Step;
import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.posix.UnixSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StopSchedule}.
 */
class StopScheduleTests {

	@Test
	void readsSignalsAndTimesInTurn() {
		assertThat(StopSchedule.of(" TERM/30s/INT/500ms/9/5 ").steps()).containsExactly(step("TERM", "PT30S"),
				step("INT", "PT0.5S"), step("KILL", "PT5S"));
	}

	@Test
	void readsTimesAsPropertiesHaveThem() {
		assertThat(StopSchedule.of("TERM/2m/KILL/PT5S").steps()).containsExactly(step("TERM", "PT2M"),
				step("KILL", "PT5S"));
	}

	@Test
	void withoutOneIsTermAndThenKill() {
		assertThat(StopSchedule.of(Duration.ofSeconds(45)).steps()).containsExactly(step("TERM", "PT45S"),
				step("KILL", "PT5S"));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"',
			value = { "TERM, a signal has no time after it", "TERM/30s/KILL, a signal has no time after it",
					"30s/TERM, '30s' is not a signal", "NONE/5s, 'NONE' is not a signal",
					"TERM/, '' is not a time above zero", "TERM/0, '0' is not a time above zero",
					"TERM/-5s, '-5s' is not a time above zero", "TERM/soon, 'soon' is not a time above zero",
					"\"\", a signal has no time after it", "/, '' is not a signal",
					"TERM/99999999999999999999, is not a time above zero" })
	void refusesWhatIsNone(String text, String reason) {
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> StopSchedule.of(text))
			.withMessageContaining("stop-schedule")
			.withMessageContaining(reason);
	}

	private static Step step(String signal, String timeout) {
		return new Step(UnixSignal.of(signal), Duration.parse(timeout));
	}

}
