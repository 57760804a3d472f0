package io.github.pandaemonium.daemon;

/**
 * A step of the program's own between the stages, or in place of one. It runs in the
 * daemon's process, never in the launcher.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface StageStep {

	/**
	 * Runs the step.
	 * @throws Exception if the daemon can't be; the message reaches the launcher
	 */
	void run() throws Exception;

}
