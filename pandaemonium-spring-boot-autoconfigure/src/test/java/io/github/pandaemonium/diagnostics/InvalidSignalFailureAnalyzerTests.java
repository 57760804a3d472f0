package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.signal.InvalidSignalException;
import io.github.pandaemonium.signal.SignalMap;
import java.util.Map;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvalidSignalFailureAnalyzer}.
 */
class InvalidSignalFailureAnalyzerTests {

	@Test
	void unknownSignalIsExplainedWithThePossibleOnes() {
		FailureAnalysis analysis = analyze("NOSUCH", "reload");
		assertThat(analysis.getDescription()).isEqualTo("pandaemonium.signal-map.NOSUCH: there is no such signal");
		assertThat(analysis.getAction()).startsWith("Possible are HUP, ").endsWith(".");
	}

	@Test
	void reservedSignalIsExplained() {
		FailureAnalysis analysis = analyze("KILL", "reload");
		assertThat(analysis.getDescription()).startsWith("pandaemonium.signal-map.KILL: ");
		assertThat(analysis.getAction()).isNotEmpty();
	}

	@Test
	void invalidActionIsExplainedWithThePossibleOnes() {
		assertThat(analyze("HUP", "re load").getAction()).startsWith("Use terminate, ");
	}

	private static FailureAnalysis analyze(String signal, String action) {
		InvalidSignalException failure = Assertions.catchThrowableOfType(InvalidSignalException.class,
				() -> SignalMap.of(Map.of(signal, action)));
		FailureAnalysis analysis = new InvalidSignalFailureAnalyzer().analyze(new IllegalStateException(failure));
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
