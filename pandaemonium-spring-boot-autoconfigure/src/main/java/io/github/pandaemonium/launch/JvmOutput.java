package io.github.pandaemonium.launch;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM prints when it does not come up.
 *
 * @since 0.1.0
 */
public final class JvmOutput {

	/** Lines that do not say why it ends, or whose options may be secrets. */
	private static final List<String> BESIDES = List.of("Picked up ", "NOTE: ", "WARNING: ", "[",
			"Error occurred during initialization of ", "at ", "... ");

	private JvmOutput() {
	}

	/**
	 * Returns the lines that say why, without secrets and stack traces.
	 * @param output all that was printed
	 * @return the lines
	 */
	public static Stream<String> reasons(String output) {
		return output.lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && BESIDES.stream().noneMatch(line::startsWith)
					&& !line.contains(" VM warning: "))
			.map(Secrets::masked);
	}

}
