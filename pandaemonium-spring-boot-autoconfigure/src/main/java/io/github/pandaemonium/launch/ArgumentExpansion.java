package io.github.pandaemonium.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the {@code java} launcher makes of its raw arguments before it looks at them:
 * {@code @argfiles} are expanded until the main class is seen. The source is
 * {@code libjli/args.c} of the JDK.
 */
final class ArgumentExpansion {

	private static final String DISABLE_FILES = "--disable-@files";

	private static final Path NOTHING = Path.of("/dev/null");

	private final RelativePaths paths;

	private final List<String> arguments = new ArrayList<>();

	private boolean stopped;

	private boolean expectingValue;

	private boolean mainSeen;

	private boolean relativeFileSeen;

	ArgumentExpansion(RelativePaths paths) {
		this.paths = paths;
	}

	/**
	 * Adds what stands in {@code JDK_JAVA_OPTIONS}.
	 * @param value the value of the variable
	 */
	void addVariable(String value) {
		for (String word : OptionWords.words(value)) {
			expand(word, false);
		}
	}

	/**
	 * Adds an argument of the command line.
	 * @param argument the raw argument
	 */
	void add(String argument) {
		expand(argument, true);
	}

	/**
	 * Returns the arguments as the launcher goes on with them.
	 * @return the arguments
	 */
	List<String> arguments() {
		return this.arguments;
	}

	/**
	 * Whether arguments that start with {@code @} are plain arguments from here on.
	 * @return whether {@code --disable-@files} was there
	 */
	boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Whether there was an {@code @argfile} with a relative path.
	 * @return whether there was one
	 */
	boolean isRelativeFileSeen() {
		return this.relativeFileSeen;
	}

	/**
	 * Returns arguments in the form in which the launcher reads them as they are.
	 * @param arguments options and main class
	 * @param stopped whether {@code --disable-@files} came before
	 * @return the arguments, those with a leading {@code @} escaped
	 */
	static List<String> escape(List<String> arguments, boolean stopped) {
		List<String> escaped = new ArrayList<>();
		boolean plain = stopped;
		for (String argument : arguments) {
			escaped.add((!plain && argument.length() > 1 && argument.startsWith("@")) ? "@" + argument : argument);
			plain |= argument.equals(DISABLE_FILES);
		}
		return escaped;
	}

	private void expand(String argument, boolean splitSource) {
		if (this.mainSeen) {
			this.arguments.add(argument);
		}
		else if (this.stopped) {
			accept(argument);
		}
		else if (splitSource && argument.startsWith("--source") && argument.indexOf(' ') >= 0) {
			// The line "#!/path/to/java --source 17" of a script is one argument
			for (String word : OptionWords.unquotedWords(argument)) {
				expand(word, false);
			}
		}
		else if (argument.length() < 2 || argument.charAt(0) != '@') {
			accept(argument);
		}
		else if (argument.charAt(1) == '@') {
			accept(argument.substring(1));
		}
		else {
			expandFile(argument.substring(1));
		}
	}

	private void expandFile(String name) {
		this.relativeFileSeen |= !name.startsWith("/");
		try {
			Path file = RelativePaths.toPath(this.paths.absolute(name));
			if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isSameFile(file, NOTHING)) {
				throw new CommandLineException(
						"The argument file '@" + RelativePaths.text(name)
								+ "' of this process can be read only once: a regular file is needed",
						"@" + name, null);
			}
			byte[] content = Files.readAllBytes(file);
			for (String word : ArgumentFile.words(new String(content, StandardCharsets.ISO_8859_1))) {
				accept(word);
			}
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new CommandLineException(
					"Unable to read the argument file '@" + RelativePaths.text(name)
							+ "' of this process again: it must stay in place until the daemon has started",
					"@" + name, ex);
		}
	}

	private void accept(String argument) {
		this.arguments.add(argument);
		if (argument.startsWith("-")) {
			this.expectingValue = LauncherOptions.takesValue(argument) && !LauncherOptions.isMainOption(argument);
			this.stopped |= argument.equals(DISABLE_FILES);
			this.mainSeen |= argument.startsWith("--module=");
		}
		else {
			this.mainSeen |= !this.expectingValue;
			this.expectingValue = false;
		}
	}

}
