package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.socket.InvalidSocketException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a socket that was given and can't be taken.
 */
final class InvalidSocketFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSocketException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSocketException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.getAction(), cause);
	}

}
