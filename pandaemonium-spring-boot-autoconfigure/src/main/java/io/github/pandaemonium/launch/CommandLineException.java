package io.github.pandaemonium.launch;

import org.jspecify.annotations.Nullable;

/**
 * The command line of this process can't be used to start it again.
 *
 * @since 0.1.0
 */
public class CommandLineException extends RuntimeException {

	private final @Nullable String option;

	CommandLineException(String message, @Nullable String option, @Nullable Throwable cause) {
		super(message, cause);
		this.option = option;
	}

	/**
	 * Returns the option, argument or variable that is to blame.
	 * @return it, or {@code null} if it is none in particular
	 */
	public @Nullable String getOption() {
		return this.option;
	}

}
