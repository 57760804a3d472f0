package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.daemon.DaemonException;
import io.github.pandaemonium.daemon.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonFailureAnalyzer}.
 */
class DaemonFailureAnalyzerTests {

	@Test
	void failureIsExplained() {
		FailureAnalysis analysis = new DaemonFailureAnalyzer()
			.analyze(new IllegalStateException(new DaemonException(Stage.UMASK, "Unable to set the umask: x", null)));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("Stage 4 of 9 failed. Unable to set the umask: x");
		assertThat(analysis.getAction()).isNotEmpty();
	}

}
