package io.github.pandaemonium.daemon;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

import io.github.pandaemonium.launch.StartResult;

/**
 * A daemon that did not come up, with what it told and printed. Nothing of it is left.
 *
 * @since 0.1.0
 */
public class StartException extends RuntimeException {

	private static final int SIGNALLED = 128;

	private static final StartRemedy REMEDY = new StartRemedy(UnaryOperator.identity(),
			"Start it with detach set to never");

	private final StartResult result;

	private final DaemonOptions options;

	/**
	 * Creates the exception.
	 * @param result how the start ended
	 * @param options what the daemon should have been like
	 */
	public StartException(StartResult result, DaemonOptions options) {
		super(description(result, options));
		this.result = result;
		this.options = options;
	}

	/**
	 * Returns what is known of the start.
	 * @return the result
	 */
	public StartResult getResult() {
		return this.result;
	}

	/**
	 * Returns what the daemon should have been like.
	 * @return the options
	 */
	public DaemonOptions getOptions() {
		return this.options;
	}

	/**
	 * Returns what to do.
	 * @return the action, or nothing
	 */
	public String getAction() {
		return REMEDY.of(this.result, this.options);
	}

	/**
	 * Returns the exit status that the launcher should end with: the daemon's own where
	 * it ended by itself with one, else 1.
	 * @return the status, never 0
	 */
	public int getExitStatus() {
		int status = this.result.status();
		return switch (this.result.outcome()) {
			case DIED -> (status > 0) ? status : 1;
			case FAILED ->
				(status > 0 && (status < SIGNALLED || SignalNames.find(status - SIGNALLED) == null)) ? status : 1;
			default -> 1;
		};
	}

	private static String description(StartResult result, DaemonOptions options) {
		return switch (result.outcome()) {
			case FAILED -> result.description();
			case STOPPED -> stopped(Stage.of(result.stage()), options);
			case TIMED_OUT -> "There was no progress for " + text(options) + " at: " + result.step();
			default -> died(result);
		};
	}

	private static String died(StartResult result) {
		if (result.isWithoutJvm()) {
			return "Unable to run '" + Path.of(System.getProperty("java.home"), "bin", "java")
					+ "': it is gone, or not executable";
		}
		String ended = ((result.pid() > 0) ? ", process " + result.pid() + "," : "") + ended(result.status());
		return result.isEndOfJvm() ? "The daemon's JVM" + ended + " while it started"
				: "The daemon" + ended + " before it was ready, at: " + result.step();
	}

	private static String ended(int status) {
		if (status < 0) {
			return " ended without a status";
		}
		return (status <= SIGNALLED || SignalNames.find(status - SIGNALLED) == null) ? " ended with status " + status
				: " was ended by signal " + SignalNames.of(status - SIGNALLED);
	}

	private static String stopped(Stage stage, DaemonOptions options) {
		String who = (options.user() != null) ? "user '" + options.user() + "'" : "this user";
		return switch (stage) {
			case WORKING_DIRECTORY ->
				"Unable to change to the working directory '" + options.workingDirectory() + "' as " + who;
			default -> "Unable to " + stage.purpose();
		};
	}

	private static String text(DaemonOptions options) {
		return options.startTimeout().toString().substring(2).toLowerCase(Locale.ROOT);
	}

}
