package io.github.pandaemonium.daemon;

import io.github.pandaemonium.launch.Succession;

/**
 * The process that serves until the daemon that is launched takes over.
 *
 * @since 0.1.0
 */
public interface Predecessor {

	/**
	 * Returns what the daemon has to know of it.
	 * @return the process
	 */
	Succession succession();

	/**
	 * Sets what is done when it is told to stop before the daemon has taken over: whoever
	 * stops a service wants none that comes up afterwards. A predecessor that dies is no
	 * such thing.
	 * @param action ends the daemon; called at once where that has happened already
	 */
	void onStop(Runnable action);

}
