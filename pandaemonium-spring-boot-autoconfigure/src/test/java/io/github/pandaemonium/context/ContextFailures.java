package io.github.pandaemonium.context;

/**
 * Failures of this package, for tests of those who explain them.
 */
public final class ContextFailures {

	private ContextFailures() {
	}

	/**
	 * Returns what a signal is told by that is mapped to nothing.
	 * @return the exception
	 */
	public static InvalidSignalMethodException invalidSignalMethod() {
		return new InvalidSignalMethodException("USR1", "cache.flush", "there is no bean named 'cache'");
	}

}
