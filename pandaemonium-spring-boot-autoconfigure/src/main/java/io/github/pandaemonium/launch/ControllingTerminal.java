package io.github.pandaemonium.launch;

/**
 * The terminal that can send this process signals, see {@code credentials(7)}.
 *
 * @since 0.1.0
 */
public final class ControllingTerminal {

	private ControllingTerminal() {
	}

	/**
	 * Whether this process has one.
	 * @return whether it has
	 */
	public static boolean isPresent() {
		ProcessFacts facts = ProcessFacts.ofThisProcess();
		return facts != null && facts.terminal();
	}

}
