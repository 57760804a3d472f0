package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The options of the {@code java} launcher whose value is the next argument. The source
 * is {@code libjli/java.c} of the JDK, the same from 17 to 25.
 */
final class LauncherOptions {

	private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path");

	private static final Set<String> MAIN = Set.of("-m", "--module");

	private static final Set<String> WITH_VALUE = Set.of("-d", "--describe-module", "--source", "-p", "--module-path",
			"--upgrade-module-path", "--add-modules", "--enable-native-access", "--limit-modules", "--add-exports",
			"--add-opens", "--add-reads", "--patch-module");

	private LauncherOptions() {
	}

	static boolean takesValue(String option) {
		return WITH_VALUE.contains(option) || CLASS_PATH.contains(option) || MAIN.contains(option);
	}

	static boolean isMainOption(String option) {
		return MAIN.contains(option);
	}

	/**
	 * Whether the launcher does without its default class path because of this option.
	 */
	static boolean setsClassPath(String option) {
		return CLASS_PATH.contains(option) || option.startsWith("--class-path=")
				|| option.startsWith("-Djava.class.path=");
	}

	/**
	 * Whether an argument is the value of the option before it.
	 */
	static boolean isValue(List<String> arguments, int index) {
		return index > 0 && takesValue(arguments.get(index - 1)) && !arguments.get(index).startsWith("-");
	}

	/**
	 * Returns the options with one string each: {@code --add-opens=x} for
	 * {@code --add-opens x}.
	 */
	static List<String> join(List<String> options) {
		List<String> joined = new ArrayList<>();
		for (int i = 0; i < options.size(); i++) {
			if (isValue(options, i)) {
				joined.set(joined.size() - 1, longForm(options.get(i - 1)) + "=" + options.get(i));
			}
			else {
				joined.add(options.get(i));
			}
		}
		return joined;
	}

	private static String longForm(String option) {
		return switch (option) {
			case "-cp", "-classpath" -> "--class-path";
			case "-p" -> "--module-path";
			case "-d" -> "--describe-module";
			default -> option;
		};
	}

}
