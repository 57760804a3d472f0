package io.github.pandaemonium.launch;

/**
 * Why a call is not the start of the program that may become a daemon.
 *
 * @param reason half a sentence for an operator, that goes on from "does not detach
 * because"
 * @param quiet whether nobody could have expected a daemon here (a test, a nested run, a
 * build), so that not even a person at a terminal is told
 * @since 0.1.0
 */
public record Refusal(String reason, boolean quiet) {

	/**
	 * Create a refusal that a person at a terminal should hear of.
	 * @param reason the reason
	 * @return the refusal
	 */
	public static Refusal telling(String reason) {
		return new Refusal(reason, false);
	}

	/**
	 * Create a refusal that is a matter of course.
	 * @param reason the reason
	 * @return the refusal
	 */
	public static Refusal quietly(String reason) {
		return new Refusal(reason, true);
	}

}
