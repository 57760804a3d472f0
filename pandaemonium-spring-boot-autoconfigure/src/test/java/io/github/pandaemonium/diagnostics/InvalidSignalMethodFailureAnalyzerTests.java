package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.context.ContextFailures;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvalidSignalMethodFailureAnalyzer}.
 */
class InvalidSignalMethodFailureAnalyzerTests {

	@Test
	void failureIsExplained() {
		FailureAnalysis analysis = new InvalidSignalMethodFailureAnalyzer()
			.analyze(new IllegalStateException(ContextFailures.invalidSignalMethod()));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("pandaemonium.signal-map.USR1=cache.flush: there is no bean named 'cache'");
		assertThat(analysis.getAction()).startsWith("Name a bean");
	}

}
