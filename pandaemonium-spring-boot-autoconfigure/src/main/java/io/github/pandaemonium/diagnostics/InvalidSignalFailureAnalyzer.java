package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.signal.InvalidSignalException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

/**
 * Analyzes a signal that can't be mapped.
 */
final class InvalidSignalFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSignalException> {

	private static final String SIGNALS = "Map each signal once, and leave those that the system or the JVM needs.";

	private static final String ACTIONS = "Use terminate, ignore, default, reload, reopen-logs, thread-dump, "
			+ "beanName.method, or a word of your own for an event.";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSignalException cause) {
		String[] reasonAndAction = cause.getReason().split("; ", 2);
		return new FailureAnalysis("pandaemonium.signal-map." + cause.getSignal() + ": " + reasonAndAction[0],
				(reasonAndAction.length > 1) ? sentence(reasonAndAction[1])
						: (cause.getCause() instanceof IllegalArgumentException) ? ACTIONS : SIGNALS,
				cause);
	}

	private static String sentence(String text) {
		return StringUtils.capitalize(text) + ".";
	}

}
