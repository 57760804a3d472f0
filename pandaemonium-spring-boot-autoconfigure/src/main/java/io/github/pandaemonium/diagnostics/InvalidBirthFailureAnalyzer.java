package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.launch.InvalidBirthException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a copied command line.
 */
final class InvalidBirthFailureAnalyzer extends AbstractFailureAnalyzer<InvalidBirthException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidBirthException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Remove that argument from the command line: only a launcher gives it, to the daemon that it starts.",
				cause);
	}

}
