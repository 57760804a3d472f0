package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.daemon.LaunchException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LaunchFailureAnalyzer}.
 */
class LaunchFailureAnalyzerTests {

	@Test
	void failureIsExplained() {
		FailureAnalysis analysis = new LaunchFailureAnalyzer()
			.analyze(new IllegalStateException(new LaunchException("It can't be", "Do something else.")));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("It can't be");
		assertThat(analysis.getAction()).isEqualTo("Do something else.");
	}

}
