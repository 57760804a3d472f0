package io.github.pandaemonium.diagnostics;

import java.util.List;

import io.github.pandaemonium.context.config.UnreadableConfigurationException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnreadableConfigurationFailureAnalyzer}.
 */
class UnreadableConfigurationFailureAnalyzerTests {

	@Test
	void failureIsExplained() {
		FailureAnalysis analysis = new UnreadableConfigurationFailureAnalyzer().analyze(new IllegalStateException(
				new UnreadableConfigurationException(List.of("/etc/x/application.yml"), "shop")));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("/etc/x/application.yml").contains("shop");
		assertThat(analysis.getAction()).contains("'shop'");
	}

}
