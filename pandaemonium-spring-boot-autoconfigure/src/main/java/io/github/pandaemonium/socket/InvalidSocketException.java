package io.github.pandaemonium.socket;

import org.jspecify.annotations.Nullable;

/**
 * A socket that was given and can't be taken, or one that was not given and should have
 * been: found before a server is started.
 *
 * @since 0.1.0
 */
public class InvalidSocketException extends RuntimeException {

	private final String action;

	/**
	 * Creates the exception.
	 * @param message which socket, by descriptor and name, or which variable, and why
	 * @param action what to do about it
	 */
	public InvalidSocketException(String message, String action) {
		this(message, action, null);
	}

	/**
	 * Creates the exception.
	 * @param message which socket, by descriptor and name, or which variable, and why
	 * @param action what to do about it
	 * @param cause the cause, if any
	 */
	public InvalidSocketException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
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
