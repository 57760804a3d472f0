package io.github.pandaemonium.launch;

/**
 * How a start ended.
 *
 * @param outcome what happened
 * @param pid the process of the daemon, or -1 where there was none
 * @param status the exit status of the daemon where it ended, or -1
 * @param stage the stage at which the shell stopped, or 0
 * @param step what the daemon was at work on last
 * @param description what went wrong, as the daemon told it
 * @param action what to do about it, as the daemon told it
 * @param log where the log of the daemon goes
 * @param output what the daemon wrote to its standard output up to stage 9
 * @param error what the daemon wrote to its standard error up to stage 9
 * @since 0.1.0
 */
public record StartResult(Outcome outcome, int pid, int status, int stage, String step, String description,
		String action, String log, String output, String error) {

	/**
	 * Whether the daemon is as far as the launcher waited for.
	 * @return whether it is
	 */
	public boolean isSuccess() {
		return this.outcome == Outcome.STARTED;
	}

	/**
	 * What happened.
	 */
	public enum Outcome {

		/** The daemon is as far as was waited for. */
		STARTED,

		/** The shell could not give a stage. */
		STOPPED,

		/** The daemon told why it can't be. */
		FAILED,

		/** The daemon ended without a word. */
		DIED,

		/** There was no progress for too long. */
		TIMED_OUT

	}

}
