package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.daemon.LaunchException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a launch that can't be.
 */
final class LaunchFailureAnalyzer extends AbstractFailureAnalyzer<LaunchException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LaunchException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
