package io.github.pandaemonium.context;

import org.springframework.boot.context.properties.bind.BindException;

/**
 * New configuration that can't be used. The message is for the operator and the log, and
 * has the value of no key; for the same reason there is no cause.
 */
final class UnusableConfigurationException extends RuntimeException {

	UnusableConfigurationException(String reason) {
		super(reason);
	}

	/**
	 * Say which key has a value that can't be used.
	 * @param failure what the binder says
	 * @param what what the key has
	 * @return the exception
	 */
	static UnusableConfigurationException of(BindException failure, String what) {
		return new UnusableConfigurationException(ConfigurationFailure.invalid(failure, what));
	}

	/**
	 * Return why it can't be used.
	 * @return the reason, without the value of any key
	 */
	String reason() {
		return String.valueOf(getMessage());
	}

}
