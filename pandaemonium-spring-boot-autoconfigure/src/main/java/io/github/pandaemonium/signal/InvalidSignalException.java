package io.github.pandaemonium.signal;

import org.jspecify.annotations.Nullable;

/**
 * A signal that can't be mapped.
 *
 * @since 0.1.0
 */
public final class InvalidSignalException extends RuntimeException {

	private final String signal;

	private final String reason;

	/**
	 * Creates the exception.
	 * @param signal the signal as it was written
	 * @param reason why it can't be mapped
	 */
	public InvalidSignalException(String signal, String reason) {
		this(signal, reason, null);
	}

	InvalidSignalException(String signal, String reason, @Nullable Throwable cause) {
		super("Unable to map signal '" + signal + "': " + reason, cause);
		this.signal = signal;
		this.reason = reason;
	}

	/**
	 * Returns the signal.
	 * @return the signal as it was written
	 */
	public String getSignal() {
		return this.signal;
	}

	/**
	 * Returns why the signal can't be mapped.
	 * @return the reason
	 */
	public String getReason() {
		return this.reason;
	}

}
