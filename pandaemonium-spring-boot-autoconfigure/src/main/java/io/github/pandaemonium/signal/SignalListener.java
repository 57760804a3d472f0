package io.github.pandaemonium.signal;

/**
 * Code that is called on a signal: an ordinary thread calls it, so that it may do what it
 * likes and take its time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SignalListener {

	/**
	 * Called once the signal has arrived.
	 * @param signal the signal
	 * @throws Exception if it fails; the next signal is delivered all the same
	 */
	void onSignal(ReceivedSignal signal) throws Exception;

}
