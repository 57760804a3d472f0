package io.github.pandaemonium.daemon;

import org.jspecify.annotations.Nullable;

/**
 * An option with a value that can't be: found before anything is started.
 *
 * @since 0.1.0
 */
public class InvalidOptionException extends RuntimeException {

	private final String option;

	private final String value;

	private final String reason;

	private final String action;

	/**
	 * Creates the exception.
	 * @param option the option, as the property is called: {@code working-directory}
	 * @param value the value
	 * @param reason why it can't be
	 * @param action what to do about it
	 */
	public InvalidOptionException(String option, String value, String reason, String action) {
		this(option, value, reason, action, null);
	}

	/**
	 * Creates the exception.
	 * @param option the option, as the property is called: {@code working-directory}
	 * @param value the value
	 * @param reason why it can't be
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public InvalidOptionException(String option, String value, String reason, String action,
			@Nullable Throwable cause) {
		super("Invalid " + option + " '" + value + "': " + reason, cause);
		this.option = option;
		this.value = value;
		this.reason = reason;
		this.action = action;
	}

	/**
	 * Returns the option.
	 * @return its name, as the property is called without its prefix
	 */
	public String getOption() {
		return this.option;
	}

	/**
	 * Returns the value.
	 * @return the value
	 */
	public String getValue() {
		return this.value;
	}

	/**
	 * Returns why the value can't be.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * Returns what to do.
	 * @return the action
	 */
	public String getAction() {
		return this.action;
	}

}
