package io.github.pandaemonium.launch;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The debugger that a JVM was started for.
 *
 * @since 0.1.0
 */
public final class Debugger {

	private static final Pattern OPTION = Pattern
		.compile("-agentlib:jdwp(=.*)?|-agentpath:(.*/)?libjdwp\\.so(=.*)?|-Xrunjdwp(:.*)?|-Xdebug");

	private Debugger() {
	}

	/**
	 * Find the option that lets a debugger in.
	 * @param jvmOptions the options of the JVM, wherever they were given
	 * @return the option, or empty
	 */
	public static Optional<String> option(List<String> jvmOptions) {
		return jvmOptions.stream().filter((option) -> OPTION.matcher(option).matches()).findFirst();
	}

}
