package io.github.pandaemonium.signal;

import io.github.pandaemonium.posix.UnixSignal;

/**
 * What the JVM can do with a signal. An {@link IllegalArgumentException} means that it
 * keeps the signal for itself.
 */
interface JvmSignals {

	/**
	 * Whether the JVM knows the signal by name.
	 * @param signal the signal
	 * @return whether it does
	 */
	boolean knows(UnixSignal signal);

	/**
	 * Makes the JVM call a handler, each time on a new thread.
	 * @param signal the signal
	 * @param handler the handler
	 */
	void handle(UnixSignal signal, Runnable handler);

	/**
	 * Makes the process ignore a signal.
	 * @param signal the signal
	 */
	void ignore(UnixSignal signal);

}
