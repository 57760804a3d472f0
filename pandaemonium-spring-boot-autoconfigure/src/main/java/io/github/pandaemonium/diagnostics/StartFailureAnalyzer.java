package io.github.pandaemonium.diagnostics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.StartException;
import io.github.pandaemonium.launch.StartResult;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a daemon that did not come up.
 */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<StartException> {

	private static final String NOWHERE = "/dev/null";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StartException cause) {
		return new FailureAnalysis(cause.getMessage(), action(cause.getResult(), cause.getOptions()), cause);
	}

	private static String action(StartResult result, DaemonOptions options) {
		return switch (result.outcome()) {
			case STARTED -> "";
			case STOPPED -> (Stage.of(result.stage()) == Stage.WORKING_DIRECTORY)
					? "Let that user enter it, or name another pandaemonium.working-directory."
					: "Mend the cause, and start again.";
			case FAILED -> result.action().isBlank() ? whereItSaysMore(result, options) : result.action();
			case TIMED_OUT -> whereItSaysMore(result, options) + " Where it only needs more time, raise "
					+ "pandaemonium.start-timeout." + (result.step().endsWith("runners")
							? " Where a runner is the service itself, set pandaemonium.wait-for to stages." : "");
			case DIED -> result.isWithoutJvm() ? "Start again with the Java that is installed now."
					: result.isEndOfJvm() ? jvm(result, options) : whereItSaysMore(result, options);
		};
	}

	private static String jvm(StartResult result, DaemonOptions options) {
		String said = (result.output().isBlank() && result.error().isBlank()) ? "" : "What it said is above. ";
		return said + (options.javaOptions().isEmpty() ? "Try whether it starts with --foreground."
				: "Look at pandaemonium.java-options: " + String.join(" ", options.javaOptions()));
	}

	private static String whereItSaysMore(StartResult result, DaemonOptions options) {
		Set<String> files = new LinkedHashSet<>();
		files.add(result.log());
		files.add(options.stdout().toString());
		files.add(options.stderr().toString());
		files.remove("");
		files.remove(NOWHERE);
		if (files.isEmpty()) {
			return "Set logging.file.name or pandaemonium.stderr to keep what it says, or start it with --foreground.";
		}
		files.removeIf((file) -> Files.notExists(Path.of(file)));
		return files.isEmpty() ? "Start it with --foreground to see what it does."
				: files.stream().collect(Collectors.joining("' and '", "See '", "' for what it said."));
	}

}
