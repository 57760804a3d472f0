package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.daemon.StartException;
import io.github.pandaemonium.daemon.StartRemedy;
import io.github.pandaemonium.launch.StartResult;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a daemon that did not come up.
 */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartException> {

	private static final StartRemedy REMEDY = new StartRemedy(StartFailureAnalyzer::property,
			"Start it with --foreground");

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StartException cause) {
		StartResult result = cause.getResult();
		boolean said = result.isEndOfJvm() && !result.isWithoutJvm()
				&& !(result.output().isBlank() && result.error().isBlank());
		String action = isLogbacksFault(result)
				? "It may be the '%' in '" + result.log()
						+ "', which Logback takes for a conversion word: set logging.file.name to a path without one."
				: REMEDY.of(result, cause.getOptions());
		return new FailureAnalysis(cause.getMessage(), (said ? "What it said is above. " : "") + action, cause);
	}

	/**
	 * The path of the log is the beginning of the pattern for the files that it rolls
	 * over to, in which nothing can be escaped.
	 */
	private static boolean isLogbacksFault(StartResult result) {
		return result.step().endsWith("logging") && result.log().contains("%");
	}

	private static String property(String option) {
		return (option.equals("stderr") ? "logging.file.name or " : "") + "pandaemonium." + option;
	}

}
