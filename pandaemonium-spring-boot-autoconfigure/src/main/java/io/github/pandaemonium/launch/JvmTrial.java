package io.github.pandaemonium.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a JVM that runs nothing look at options, for a process that will not be there any
 * more to tell that its successor has refused them.
 *
 * @since 0.1.0
 */
public final class JvmTrial {

	/**
	 * What has an effect outside of the JVM, or needs what only the application has: a
	 * system property may open a port.
	 */
	private static final List<String> LEFT_OUT = List.of("-D", "-javaagent", "-agentlib", "-agentpath", "-Xrun",
			"-XX:StartFlightRecording", "-XX:FlightRecorderOptions", "-XX:+AlwaysPreTouch",
			"-XX:+AutoCreateSharedArchive", "-XX:+LogVMOutput", "-XX:+LogCompilation", "-XX:+PauseAtStartup");

	private static final Set<String> VARIABLES = Set.of(OptionVariables.LAUNCHER, OptionVariables.BEFORE,
			OptionVariables.AFTER);

	private JvmTrial() {
	}

	/**
	 * Tries options together with those that a command line has already.
	 * @param commandLine the command line
	 * @param options the options that are added to it
	 * @return what the JVM says against them, or empty where it takes them
	 */
	public static Optional<String> refusal(CommandLine commandLine, List<String> options) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
		List<String> contended = commandLine.contendedOptions();
		commandLine.jvmOptions()
			.stream()
			.filter((option) -> !contended.contains(option) && (option.startsWith("-X") || option.startsWith("--")))
			.map(RelativePaths::text)
			.filter(JvmTrial::isTried)
			.forEach(command::add);
		options.stream().filter(JvmTrial::isTried).forEach(command::add);
		command.add("-version");
		return run(command);
	}

	private static boolean isTried(String option) {
		boolean file = LogOption.matches(option) && LogOption.file(option) != null;
		return !file && LEFT_OUT.stream().noneMatch(option::startsWith)
				&& TrainingRun.option(List.of(option)).isEmpty();
	}

	private static Optional<String> run(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeAll(VARIABLES); // their options are among
																// them
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			int status = process.waitFor();
			return (status != 0)
					? JvmOutput.reasons(said).findFirst().or(() -> Optional.of("it ends with status " + status))
					: Optional.empty();
		}
		catch (IOException ex) {
			return Optional.empty(); // where java can't be run, others say so
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
	}

}
