package io.github.pandaemonium.context;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.Finding;
import io.github.pandaemonium.command.Verb;
import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.signal.InvalidSignalException;
import io.github.pandaemonium.socket.InvalidSocketException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;

/**
 * The exit status of a verb that has failed.
 */
final class VerbStatus {

	private VerbStatus() {
	}

	static int of(@Nullable Verb verb, Throwable failure) {
		if (verb == null) {
			return ExitStatus.FAILED;
		}
		if (failure instanceof CommandException ex) {
			return ex.getStatus();
		}
		if (failure.getCause() instanceof PosixException cause && (cause.is("EACCES") || cause.is("EPERM"))) {
			return before(verb, ExitStatus.NOT_PERMITTED);
		}
		boolean configuration = failure instanceof InvalidOptionException || failure instanceof BindException
				|| failure instanceof InvalidSignalException || failure instanceof InvalidSocketException;
		return before(verb, configuration ? ExitStatus.NOT_CONFIGURED : ExitStatus.FAILED);
	}

	/**
	 * Returns the status of a verb that could not even begin. Those that only tell have
	 * statuses of their own.
	 */
	static int before(@Nullable Verb verb, int status) {
		if (verb == null) {
			return ExitStatus.FAILED;
		}
		return switch (verb) {
			case STATUS -> ExitStatus.STATUS_UNKNOWN;
			case DOCTOR -> Finding.Level.ERROR.ordinal();
			default -> status;
		};
	}

}
