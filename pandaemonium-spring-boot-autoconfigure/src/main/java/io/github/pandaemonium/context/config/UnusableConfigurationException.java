package io.github.pandaemonium.context.config;

import org.springframework.boot.context.properties.bind.BindException;

/**
 * New configuration that can't be used. The message is for the operator and the log, and
 * has the value of no key; for the same reason there is no cause.
 *
 * @since 0.1.0
 */
public final class UnusableConfigurationException extends RuntimeException {

	UnusableConfigurationException(String reason) {
		super(reason);
	}

	/**
	 * Say which key has a value that can't be used.
	 * @param failure what the binder says
	 * @param what what the key has
	 * @return the exception
	 */
	public static UnusableConfigurationException of(BindException failure, String what) {
		return new UnusableConfigurationException(ConfigurationFailure.invalid(failure, what));
	}

	/**
	 * Return why it can't be used.
	 * @return the reason, without the value of any key
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

}
