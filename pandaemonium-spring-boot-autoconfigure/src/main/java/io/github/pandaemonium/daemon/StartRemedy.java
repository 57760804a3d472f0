package io.github.pandaemonium.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.github.pandaemonium.launch.Secrets;
import io.github.pandaemonium.launch.StartResult;

/**
 * What to do about a daemon that did not come up.
 *
 * @since 0.1.0
 */
public final class StartRemedy {

	private static final String NOWHERE = "/dev/null";

	private static final String AGAIN = "Mend the cause, and start again.";

	private final UnaryOperator<String> names;

	private final String attended;

	/**
	 * Creates the remedies.
	 * @param names what an option is called where it is set
	 * @param attended how to start so that everything is seen, as an order
	 */
	public StartRemedy(UnaryOperator<String> names, String attended) {
		this.names = names;
		this.attended = attended;
	}

	/**
	 * Returns what to do.
	 * @param result how the start ended
	 * @param options what the daemon should have been like
	 * @return one sentence or more, or nothing where there is nothing to do
	 */
	public String of(StartResult result, DaemonOptions options) {
		return switch (result.outcome()) {
			case STARTED -> "";
			case STOPPED -> (Stage.of(result.stage()) == Stage.WORKING_DIRECTORY)
					? "Let that user enter it, or name another " + name("working-directory") + "." : AGAIN;
			case FAILED -> result.action().isBlank() ? whereItSaysMore(result, options) : result.action();
			case TIMED_OUT -> whereItSaysMore(result, options) + " Where it only needs more time, raise "
					+ name("start-timeout") + "." + (result.step().endsWith("runners")
							? " Where a runner is the service itself, set " + name("wait-for") + " to stages." : "");
			case DIED -> result.isWithoutJvm() ? "Start again with the Java that is installed now."
					: result.isEndOfJvm() ? jvm(options) : whereItSaysMore(result, options);
		};
	}

	private String jvm(DaemonOptions options) {
		return options.javaOptions().isEmpty() ? this.attended + " to see what it does."
				: "Look at " + name("java-options") + ": "
						+ options.javaOptions().stream().map(Secrets::masked).collect(Collectors.joining(" "));
	}

	private String whereItSaysMore(StartResult result, DaemonOptions options) {
		Set<String> files = new LinkedHashSet<>();
		files.add(result.log());
		files.add(options.stdout().toString());
		files.add(options.stderr().toString());
		files.remove("");
		files.remove(NOWHERE);
		if (files.isEmpty()) {
			return "Set " + name("stderr") + " to keep what it says, or "
					+ Character.toLowerCase(this.attended.charAt(0)) + this.attended.substring(1) + ".";
		}
		files.removeIf((file) -> Files.notExists(Path.of(file)));
		return files.isEmpty() ? this.attended + " to see what it does."
				: files.stream().collect(Collectors.joining("' and '", "See '", "' for what it said."));
	}

	private String name(String option) {
		return this.names.apply(option);
	}

}
