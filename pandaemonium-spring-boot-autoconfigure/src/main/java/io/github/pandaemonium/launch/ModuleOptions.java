package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;

/**
 * The options that open to this library what the modules of the JVM close. One that the
 * manifest of the jar gives as well is not given again: with it, a JVM does without its
 * archived modules and without an AOT cache, and starts later.
 *
 * @since 0.1.0
 */
public final class ModuleOptions {

	static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

	/** For the variables that programs inherit. */
	static final String JAVA_LANG = "--add-opens=java.base/java.lang=ALL-UNNAMED";

	private static final String OPENS = "--add-opens=";

	private static final String TO = "=ALL-UNNAMED";

	/** Before, whoever loads a native library is not asked (JEP 472). */
	private static final int NATIVE_ACCESS_ASKED = 24;

	private ModuleOptions() {
	}

	/**
	 * Leaves out what a JVM does not need to be told. What this process has says nothing:
	 * it may have it by an option that was added, or by a manifest that is another one
	 * now.
	 * @param commandLine how the JVM is started
	 * @param options options that the program needs, each to enable native access or to
	 * open a package of a module to {@code ALL-UNNAMED}
	 * @return those that have to be added
	 * @throws CommandLineException if the command line can't be used again
	 */
	public static List<String> missing(CommandLine commandLine, String... options) {
		List<String> missing = new ArrayList<>(missing(commandLine.manifest(), Runtime.version().feature(), options));
		missing.removeAll(commandLine.jvmOptions());
		return missing;
	}

	static List<String> missing(Attributes manifest, int version, String... options) {
		return Arrays.stream(options).filter((option) -> !isGiven(option, manifest, version)).toList();
	}

	private static boolean isGiven(String option, Attributes manifest, int version) {
		if (option.equals(NATIVE_ACCESS)) {
			return version < NATIVE_ACCESS_ASKED || manifest.getValue("Enable-Native-Access") != null;
		}
		String opened = option.substring(OPENS.length(), option.length() - TO.length());
		return Arrays.asList(Objects.toString(manifest.getValue("Add-Opens"), "").split(" +")).contains(opened);
	}

}
