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

	/** What the daemon is at work on until it says something else. */
	static final String JVM = "the start of its JVM";

	private static final int NOT_EXECUTABLE = 126; // sh(1p), exit status

	private static final int NOT_FOUND = 127;

	/**
	 * Whether the daemon is as far as the launcher waited for.
	 * @return whether it is
	 */
	public boolean isSuccess() {
		return this.outcome == Outcome.STARTED;
	}

	/**
	 * Whether the daemon has never come as far as the application's own code.
	 * @return whether it ended while its JVM started
	 */
	public boolean isEndOfJvm() {
		return this.outcome == Outcome.DIED && this.step.equals(JVM);
	}

	/**
	 * Whether there is not even a JVM, because its program could not be run.
	 * @return whether the shell said so
	 */
	public boolean isWithoutJvm() {
		return isEndOfJvm() && (this.status == NOT_EXECUTABLE || this.status == NOT_FOUND);
	}

	/**
	 * Returns the same result with where the log goes.
	 * @param log the file, or nothing where there is none
	 * @return the result
	 */
	public StartResult withLog(String log) {
		return new StartResult(this.outcome, this.pid, this.status, this.stage, this.step, this.description,
				this.action, log, this.output, this.error);
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
