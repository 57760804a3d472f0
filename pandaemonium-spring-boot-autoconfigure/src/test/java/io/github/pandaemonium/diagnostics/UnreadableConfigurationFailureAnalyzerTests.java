package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.context.ContextFailures;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnreadableConfigurationFailureAnalyzer}.
 */
class UnreadableConfigurationFailureAnalyzerTests {

	@Test
	void failureIsExplained() {
		FailureAnalysis analysis = new UnreadableConfigurationFailureAnalyzer()
			.analyze(new IllegalStateException(ContextFailures.unreadableConfiguration()));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("/etc/x/application.yml").contains("shop");
		assertThat(analysis.getAction()).contains("'shop'");
	}

}
