package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.command.CommandException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a verb that can't be obeyed.
 */
final class CommandFailureAnalyzer extends AbstractFailureAnalyzer<CommandException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CommandException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
