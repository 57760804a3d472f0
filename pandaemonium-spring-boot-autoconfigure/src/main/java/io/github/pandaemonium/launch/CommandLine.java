package io.github.pandaemonium.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.Attributes;

import org.jspecify.annotations.Nullable;

/**
 * The command line of a JVM, rebuilt so that the same JVM can be started from another
 * working directory. {@code @argfiles} are expanded and the relative paths that launcher
 * and JVM use are absolute; arguments of the application stay as they are.
 * <p>
 * Arguments and variables are byte strings: each char is one byte (ISO 8859-1), so that
 * all of them survive, whatever the encoding.
 * <p>
 * A command line that can't be used again (an {@code @argfile} is gone, there is no
 * {@code /proc}) has no {@link #jvmOptions()} and no {@link #contendedOptions()}; every
 * other method says why in a {@link CommandLineException}.
 *
 * @since 0.1.0
 */
public final class CommandLine {

	/**
	 * What java was told to run.
	 */
	public enum Kind {

		/**
		 * A jar file ({@code -jar}).
		 */
		JAR,

		/**
		 * A module ({@code -m}).
		 */
		MODULE,

		/**
		 * A class on the class path.
		 */
		CLASS,

		/**
		 * A source file, compiled in memory.
		 */
		SOURCE

	}

	private final @Nullable JavaCommand command;

	private final @Nullable CommandLineException problem;

	/** In place of those of this process, where they are not {@code null}. */
	private final @Nullable List<String> ownOptions;

	private final @Nullable List<String> applicationArguments;

	private CommandLine(@Nullable JavaCommand command, @Nullable CommandLineException problem,
			@Nullable List<String> ownOptions, @Nullable List<String> applicationArguments) {
		this.command = command;
		this.problem = problem;
		this.ownOptions = ownOptions;
		this.applicationArguments = applicationArguments;
	}

	/**
	 * Reads the command line of this process.
	 * @param directory the directory in which the process was started
	 * @return the command line
	 */
	public static CommandLine ofThisProcess(Path directory) {
		try {
			return of(AddedOptions.removedFrom(strings(Path.of("/proc/self/cmdline"))),
					strings(Path.of("/proc/self/environ")), RelativePaths.of(directory),
					RelativePaths.of(Path.of(System.getProperty("java.home"))));
		}
		catch (CommandLineException ex) {
			return new CommandLine(null, ex, null, null);
		}
	}

	/**
	 * Takes the command line of any JVM.
	 * @param arguments the raw arguments, that of the program itself first
	 * @param environment the variables, each as {@code NAME=value}
	 * @param directory the directory in which the process was started
	 * @param javaHome the home of its JDK
	 * @return the command line
	 */
	public static CommandLine of(List<String> arguments, List<String> environment, String directory, String javaHome) {
		try {
			return new CommandLine(new JavaCommand(arguments, environment, directory, javaHome), null, null, null);
		}
		catch (CommandLineException ex) {
			return new CommandLine(null, ex, null, null);
		}
	}

	/**
	 * Returns the directory in which this process works now, with the very bytes of its
	 * name.
	 * @return the directory
	 */
	public static Path workingDirectory() {
		try {
			return Files.readSymbolicLink(Path.of("/proc/self/cwd"));
		}
		catch (IOException | UnsupportedOperationException ex) {
			return Path.of("").toAbsolutePath(); // Not Linux
		}
	}

	/**
	 * Returns the arguments that start the JVM again.
	 * @param extraOptions options of the JVM that are added after all others, so that
	 * they win; relative paths in them mean the directory of the launch as well
	 * @return the arguments, java's own path first
	 * @throws CommandLineException if the JVM can't be started again, or an extra option
	 * is none
	 */
	public List<String> arguments(List<String> extraOptions) {
		return command().arguments(ownOptions(), extraOptions, applicationArguments());
	}

	/**
	 * Returns the same command line with other arguments for the application.
	 * @param arguments the arguments
	 * @return the command line
	 */
	public CommandLine withApplicationArguments(List<String> arguments) {
		return new CommandLine(this.command, this.problem, this.ownOptions, List.copyOf(arguments));
	}

	/**
	 * Returns the same command line with other options for the JVM.
	 * @param options the options, as {@link #ownOptions()} returned them
	 * @return the command line
	 */
	public CommandLine withOwnOptions(List<String> options) {
		return new CommandLine(this.command, this.problem, List.copyOf(options), this.applicationArguments);
	}

	/**
	 * Returns the options that stand on the command line itself, and not in a variable.
	 * @return the options, with absolute paths
	 * @throws CommandLineException if the JVM can't be started again
	 */
	public List<String> ownOptions() {
		return (this.ownOptions != null) ? this.ownOptions : command().ownOptions();
	}

	/**
	 * Returns the environment for the JVM that is started again.
	 * @param additions variables that are added or replaced
	 * @return the variables, each as {@code NAME=value}
	 * @throws CommandLineException if the JVM can't be started again
	 */
	public List<String> environment(Map<String, String> additions) {
		return command().environment(additions);
	}

	/**
	 * Returns the variables of options ({@code JAVA_TOOL_OPTIONS} and its kind) as they
	 * are for a JVM that is not to have all of them.
	 * @param unwanted which options it is not to have
	 * @return the names of those that have such an option, and what is left of them,
	 * which may be nothing
	 * @throws CommandLineException if the JVM can't be started again
	 */
	public Map<String, String> variablesWithout(Predicate<String> unwanted) {
		return command().variablesWithout(unwanted);
	}

	/**
	 * Returns what java was told to run.
	 * @return the kind
	 */
	public Kind kind() {
		return command().invocation().kind();
	}

	/**
	 * Returns the name of what is run: the absolute path of the jar or source file, the
	 * class, or the module with a slash and its class if that was given.
	 * @return the name
	 */
	public String main() {
		return command().main();
	}

	/**
	 * Returns the jar that is run.
	 * @return its absolute path, or {@code null} if none is
	 */
	public @Nullable Path jar() {
		return (kind() == Kind.JAR) ? RelativePaths.toPath(main()) : null;
	}

	/**
	 * Returns the arguments of the application.
	 * @return the arguments
	 */
	public List<String> applicationArguments() {
		return (this.applicationArguments != null) ? this.applicationArguments
				: List.copyOf(command().invocation().arguments());
	}

	/**
	 * Returns the options of the JVM in the order in which it sees them, those from
	 * {@code JAVA_TOOL_OPTIONS}, {@code JDK_JAVA_OPTIONS} and {@code _JAVA_OPTIONS}
	 * included. Paths are absolute; an option whose value was a separate argument is
	 * joined with it by an equals sign.
	 * @return the options, none where the command line is not known
	 */
	public List<String> jvmOptions() {
		return (this.command != null) ? this.command.jvmOptions() : List.of();
	}

	/**
	 * Returns the options through which this JVM holds something that a second JVM with
	 * the same options could not have, such as a JMX port or the file of a log.
	 * @return the options as they were given
	 */
	public List<String> contendedOptions() {
		return (this.command != null) ? this.command.contendedOptions() : List.of();
	}

	/**
	 * The attributes of the jar that is run, none where none is.
	 */
	Attributes manifest() {
		return command().manifest();
	}

	private JavaCommand command() {
		if (this.command == null) {
			throw (this.problem != null) ? this.problem : new IllegalStateException();
		}
		return this.command;
	}

	private static List<String> strings(Path file) {
		try {
			String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
			List<String> strings = new ArrayList<>(List.of(content.split("\0", -1)));
			strings.remove(strings.size() - 1);
			return strings;
		}
		catch (IOException ex) {
			throw new CommandLineException("Unable to read the command line of this process from " + file, null, ex);
		}
	}

}
