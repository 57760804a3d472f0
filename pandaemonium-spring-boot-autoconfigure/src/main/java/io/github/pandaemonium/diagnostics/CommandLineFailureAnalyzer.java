package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.launch.CommandLineException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a command line that can't be started again.
 */
final class CommandLineFailureAnalyzer extends AbstractFailureAnalyzer<CommandLineException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CommandLineException cause) {
		return new FailureAnalysis(cause.getMessage(), null, cause);
	}

}
