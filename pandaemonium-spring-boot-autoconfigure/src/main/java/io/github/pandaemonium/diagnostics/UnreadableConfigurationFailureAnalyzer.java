package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.context.config.UnreadableConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes configuration that the daemon's user can't read.
 */
final class UnreadableConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<UnreadableConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnreadableConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Let '" + cause.getUser() + "' read the files and enter their directories.", cause);
	}

}
