package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.context.InvalidSignalMethodException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a signal that is mapped to a method which no bean has.
 */
final class InvalidSignalMethodFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSignalMethodException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSignalMethodException cause) {
		return new FailureAnalysis(
				"pandaemonium.signal-map." + cause.getSignal() + "=" + cause.getAction() + ": " + cause.getReason(),
				"Name a bean and one of its public methods, or a word without a dot for an event.", cause);
	}

}
