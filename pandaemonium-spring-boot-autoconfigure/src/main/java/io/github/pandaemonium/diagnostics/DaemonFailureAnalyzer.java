package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.daemon.DaemonException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a stage that could not be passed.
 */
final class DaemonFailureAnalyzer extends AbstractFailureAnalyzer<DaemonException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DaemonException cause) {
		return new FailureAnalysis("Stage " + cause.getStage().number() + " of 9 failed. " + cause.getMessage(),
				"Mend the cause, and start again.", cause);
	}

}
