package io.github.pandaemonium.command;

/**
 * A verb that can't be obeyed.
 *
 * @since 0.1.0
 */
public class CommandException extends RuntimeException {

	private final int status;

	private final String action;

	/**
	 * Creates the exception.
	 * @param status the exit status
	 * @param description why it can't be
	 * @param action what to do about it, or nothing
	 */
	public CommandException(int status, String description, String action) {
		super(description);
		this.status = status;
		this.action = action;
	}

	/**
	 * Returns the exit status.
	 * @return one of {@link ExitStatus}
	 */
	public int getStatus() {
		return this.status;
	}

	/**
	 * Returns what to do.
	 * @return the action, or nothing
	 */
	public String getAction() {
		return this.action;
	}

}
