package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.launch.LaunchFailures;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvalidBirthFailureAnalyzer}.
 */
class InvalidBirthFailureAnalyzerTests {

	@Test
	void failureIsExplained() {
		FailureAnalysis analysis = new InvalidBirthFailureAnalyzer()
			.analyze(new IllegalStateException(LaunchFailures.invalidBirth()));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("The argument -Dpandaemonium.birth=junk was made for another process");
		assertThat(analysis.getAction()).startsWith("Remove that argument");
	}

}
