package io.github.pandaemonium.daemon;

/**
 * A launch that can't be, for a reason that is no option's.
 *
 * @since 0.1.0
 */
public class LaunchException extends RuntimeException {

	private final String action;

	/**
	 * Creates the exception.
	 * @param message why it can't be
	 * @param action what to do about it
	 */
	public LaunchException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Returns what to do.
	 * @return the action
	 */
	public String getAction() {
		return this.action;
	}

}
