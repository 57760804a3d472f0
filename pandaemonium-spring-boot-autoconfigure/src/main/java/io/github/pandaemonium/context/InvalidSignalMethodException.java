package io.github.pandaemonium.context;

/**
 * A signal that is mapped to a method which no bean has.
 *
 * @since 0.1.0
 */
public class InvalidSignalMethodException extends RuntimeException {

	private final String signal;

	private final String action;

	private final String reason;

	InvalidSignalMethodException(String signal, String action, String reason) {
		super("The signal " + signal + " can't be mapped to '" + action + "': " + reason);
		this.signal = signal;
		this.action = action;
		this.reason = reason;
	}

	/**
	 * Returns the signal.
	 * @return the name of the signal
	 */
	public String getSignal() {
		return this.signal;
	}

	/**
	 * Returns the action.
	 * @return the action as it was configured
	 */
	public String getAction() {
		return this.action;
	}

	/**
	 * Returns why it can't be.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

}
