package io.github.pandaemonium.launch;

import java.util.List;
import java.util.Set;

/**
 * What can't be an argument is found before anything is started.
 */
final class ArgumentCheck {

	// execve(2): MAX_ARG_STRLEN of linux/binfmts.h, the terminating null byte included
	private static final int LONGEST = 131072 - 1;

	private static final Set<String> MAIN = Set.of("-jar", "-m", "--module");

	private ArgumentCheck() {
	}

	/**
	 * Returns the options if all of them are options of the JVM, so that java takes none
	 * for the class to run.
	 */
	static List<String> options(List<String> options) {
		for (int i = 0; i < options.size(); i++) {
			String option = options.get(i);
			if (!LauncherOptions.isValue(options, i)
					&& (!option.startsWith("-") || MAIN.contains(option) || option.startsWith("--module="))) {
				String text = RelativePaths.text(option);
				throw new CommandLineException("Not an option of the JVM: '" + text + "'", text, null);
			}
		}
		return options;
	}

	/**
	 * Checks that no argument or variable is longer than Linux takes.
	 */
	static void length(List<String> strings) {
		for (int i = 0; i < strings.size(); i++) {
			String string = strings.get(i);
			if (string.length() > LONGEST) {
				String name = LauncherOptions.isValue(strings, i) ? strings.get(i - 1) : name(string);
				throw new CommandLineException(
						"'" + name + "' is " + string.length()
								+ " bytes long, and Linux starts no process with an argument or variable of more than "
								+ LONGEST + ". Where it is a class path, use wildcards ('lib/*') or an executable jar",
						name, null);
			}
		}
	}

	private static String name(String string) {
		int end = string.indexOf('=');
		return RelativePaths.text((end > 0 && end < 80) ? string.substring(0, end) : string.substring(0, 40) + "...");
	}

}
