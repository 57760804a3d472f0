package io.github.pandaemonium.daemon;

/**
 * A launch that ended with the launcher itself, by a signal or an exit: nothing is left
 * of it. It can be told only by {@link Launcher#onInterrupt(Runnable)}, since the JVM
 * does not wait for who catches this.
 *
 * @since 0.1.0
 */
public class LaunchInterruptedException extends LaunchException {

	/**
	 * Creates the exception.
	 */
	public LaunchInterruptedException() {
		super("The start was interrupted; nothing is left", "Start it again.");
	}

}
