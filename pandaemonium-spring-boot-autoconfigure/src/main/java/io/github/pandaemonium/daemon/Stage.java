package io.github.pandaemonium.daemon;

/**
 * The nine stages of a daemon's birth, in their order, which stands here and nowhere else
 * (adapted from <i>The Linux Programming Interface</i> by Michael Kerrisk, as in the
 * Python package pandaemonium).
 *
 * @since 0.1.0
 */
public enum Stage {

	/** Leave the caller: a new session that the process does not lead, no terminal. */
	DETACH("detach from the caller"),

	/** Turn off core dumps. */
	CORE_DUMPS("turn off core dumps"),

	/** Set user, group and supplementary groups. */
	IDENTITY("set user and groups"),

	/** Set the file mode creation mask. */
	UMASK("set the umask"),

	/** Change the working directory. */
	WORKING_DIRECTORY("change the working directory"),

	/** Write the locking pid file. */
	PID_FILE("write the pid file"),

	/** Install the signal handlers. */
	SIGNALS("install the signal handlers"),

	/** Close what was inherited from the caller. */
	INHERITED_FILES("close inherited files"),

	/** Redirect standard input, output and error. */
	STREAMS("redirect the standard streams");

	private final String purpose;

	Stage(String purpose) {
		this.purpose = purpose;
	}

	/**
	 * Returns the number of the stage.
	 * @return 1 to 9
	 */
	public int number() {
		return ordinal() + 1;
	}

	/**
	 * Returns what the stage does, as an operator would say it.
	 * @return the purpose, for example {@code set the umask}
	 */
	public String purpose() {
		return this.purpose;
	}

	/**
	 * Finds a stage.
	 * @param number 1 to 9
	 * @return the stage
	 */
	public static Stage of(int number) {
		return values()[number - 1];
	}

}
