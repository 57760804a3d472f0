package io.github.pandaemonium.launch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pandaemonium.posix.NativeAccess;

/**
 * The options that open to this library what the modules of the JVM close. One that the
 * manifest of the jar gives as well is not given again: with it, a JVM does without its
 * archived modules and its cache of compiled code, and starts later.
 *
 * @since 0.1.0
 */
public final class ModuleOptions {

	static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

	/** For the variables that programs inherit. */
	static final String JAVA_LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

	private static final Pattern OPENS = Pattern.compile("--add-opens=java\\.base/([\\w.]+)=ALL-UNNAMED");

	private ModuleOptions() {
	}

	/**
	 * Leaves out what the same program has again without an option.
	 * @param options the options that a JVM with the program of this one needs
	 * @return those that have to be given to it
	 */
	public static List<String> missing(String... options) {
		return missing(System.getProperty(Birth.PROPERTY, ""), List.of(options));
	}

	static List<String> missing(String mark, List<String> options) {
		// what this process has may have been added to its command line, and then it is
		// in no manifest
		boolean added = AddedOptions.areTold(mark);
		return options.stream().filter((option) -> added || !isInForce(option)).toList();
	}

	private static boolean isInForce(String option) {
		Matcher opens = OPENS.matcher(option);
		return opens.matches() ? Object.class.getModule().isOpen(opens.group(1), ModuleOptions.class.getModule())
				: option.equals(NATIVE_ACCESS) && NativeAccess.isPermitted();
	}

}
