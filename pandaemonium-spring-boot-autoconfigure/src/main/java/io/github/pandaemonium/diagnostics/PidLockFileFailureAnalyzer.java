package io.github.pandaemonium.diagnostics;

import java.util.OptionalInt;

import io.github.pandaemonium.pidfile.AlreadyLockedException;
import io.github.pandaemonium.pidfile.LockFailedException;
import io.github.pandaemonium.pidfile.PidLockFileException;
import io.github.pandaemonium.posix.PosixException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a pid file that can't be had.
 */
final class PidLockFileFailureAnalyzer extends AbstractFailureAnalyzer<PidLockFileException> {

	private static final String NAME_A_FILE = "Name a file in a directory in which the launching user may create one.";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PidLockFileException cause) {
		if (cause instanceof AlreadyLockedException locked) {
			OptionalInt holder = locked.getHolder();
			String who = holder.isPresent() ? "process " + holder.getAsInt() : "another process";
			return new FailureAnalysis("already running: " + who + " holds '" + cause.getPath() + "'",
					"Stop it first" + (holder.isPresent() ? " (kill " + holder.getAsInt() + ")" : "")
							+ ", or give this one another pandaemonium.pid-file.",
					cause);
		}
		if (cause instanceof LockFailedException failed) {
			return new FailureAnalysis("pandaemonium.pid-file=" + cause.getPath() + ": " + failed.getReason(),
					action(failed), cause);
		}
		return new FailureAnalysis("pandaemonium.pid-file: " + cause.getMessage(), NAME_A_FILE, cause);
	}

	private static String action(LockFailedException failure) {
		if (!failure.getPath().isAbsolute()) {
			return "Use a path that starts with '/'.";
		}
		boolean full = failure.getCause() instanceof PosixException posix && (posix.is("ENOSPC") || posix.is("EDQUOT"));
		return full ? "Make room on the file system, or name a file on another one." : NAME_A_FILE;
	}

}
