package io.github.pandaemonium.daemon;

import io.github.pandaemonium.launch.CommandLineException;
import io.github.pandaemonium.launch.InvalidBirthException;
import io.github.pandaemonium.pidfile.PidLockFileException;
import io.github.pandaemonium.signal.InvalidSignalException;
import org.jspecify.annotations.Nullable;

/**
 * A failure that an operator understands without a stack trace.
 *
 * @param description what went wrong
 * @param action what to do about it, or nothing
 * @param status the exit status that it deserves
 */
record StartFailure(String description, String action, int status) {

	/**
	 * Looks at an exception.
	 * @return the failure, or {@code null} where the exception is none of ours
	 */
	static @Nullable StartFailure of(Throwable failure) {
		if (failure instanceof StartException ex) {
			return of(ex, ex.getAction(), ex.getExitStatus());
		}
		if (failure instanceof InvalidOptionException ex) {
			return of(ex, ex.getAction(), 1);
		}
		if (failure instanceof LaunchException ex) {
			return of(ex, ex.getAction(), 1);
		}
		boolean ours = failure instanceof DaemonException || failure instanceof PidLockFileException
				|| failure instanceof InvalidSignalException || failure instanceof CommandLineException
				|| failure instanceof InvalidBirthException;
		return ours ? of(failure, "", 1) : null;
	}

	/**
	 * Returns what is printed.
	 */
	String text() {
		return this.description + "\n" + (this.action.isEmpty() ? "" : this.action + "\n");
	}

	private static StartFailure of(Throwable failure, String action, int status) {
		return new StartFailure(String.valueOf(failure.getMessage()), action, status);
	}

}
