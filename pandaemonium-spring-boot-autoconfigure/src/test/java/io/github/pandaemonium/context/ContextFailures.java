package io.github.pandaemonium.context;

import java.util.List;

/**
 * Failures of this package, for tests of those who explain them.
 */
public final class ContextFailures {

	private ContextFailures() {
	}

	/**
	 * Returns what configuration is told by that can't be read.
	 * @return the exception
	 */
	public static UnreadableConfigurationException unreadableConfiguration() {
		return new UnreadableConfigurationException(List.of("/etc/x/application.yml"), "shop");
	}

	/**
	 * Returns what a signal is told by that is mapped to nothing.
	 * @return the exception
	 */
	public static InvalidSignalMethodException invalidSignalMethod() {
		return new InvalidSignalMethodException("USR1", "cache.flush", "there is no bean named 'cache'");
	}

}
