package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.signal.InvalidSignalException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a signal that can't be mapped.
 */
final class InvalidSignalFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSignalException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSignalException cause) {
		return new FailureAnalysis("pandaemonium.signal-map: " + cause.getMessage(),
				"Map another signal; kill -l lists them.", cause);
	}

}
