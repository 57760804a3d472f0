package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.daemon.InvalidOptionException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvalidOptionFailureAnalyzer}.
 */
class InvalidOptionFailureAnalyzerTests {

	@Test
	void failureIsExplained() {
		FailureAnalysis analysis = new InvalidOptionFailureAnalyzer().analyze(new IllegalStateException(
				new InvalidOptionException("umask", "9", "it is not an octal number", "Use three octal digits.")));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("pandaemonium.umask=9: it is not an octal number");
		assertThat(analysis.getAction()).isEqualTo("Use three octal digits.");
	}

}
