package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.daemon.InvalidOptionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a property of the daemon with a value that can't be.
 */
final class InvalidOptionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidOptionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidOptionException cause) {
		return new FailureAnalysis(
				"pandaemonium." + cause.getOption() + "=" + cause.getValue() + ": " + cause.getReason(),
				cause.getAction(), cause);
	}

}
