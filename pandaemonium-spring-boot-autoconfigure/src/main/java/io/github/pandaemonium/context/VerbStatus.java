package io.github.pandaemonium.context;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.ExitStatus;
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
		if (verb == Verb.STATUS) {
			return ExitStatus.STATUS_UNKNOWN;
		}
		if (failure.getCause() instanceof PosixException cause && (cause.is("EACCES") || cause.is("EPERM"))) {
			return ExitStatus.NOT_PERMITTED;
		}
		boolean configuration = failure instanceof InvalidOptionException || failure instanceof BindException
				|| failure instanceof InvalidSignalException || failure instanceof InvalidSocketException;
		return configuration ? ExitStatus.NOT_CONFIGURED : ExitStatus.FAILED;
	}

}
