package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.launch.LaunchFailures;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandLineFailureAnalyzer}.
 */
class CommandLineFailureAnalyzerTests {

	@Test
	void failureIsExplained() {
		FailureAnalysis analysis = new CommandLineFailureAnalyzer()
			.analyze(new IllegalStateException(LaunchFailures.commandLine()));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("/none/args");
		assertThat(analysis.getAction()).isNull();
	}

}
