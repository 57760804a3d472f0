package io.github.pandaemonium.diagnostics;

import java.util.OptionalInt;

import io.github.pandaemonium.pidfile.AlreadyLockedException;
import io.github.pandaemonium.pidfile.PidLockFileException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Analyzes a pid file that can't be had.
 */
final class PidLockFileFailureAnalyzer extends AbstractFailureAnalyzer<PidLockFileException> {

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
		return new FailureAnalysis("pandaemonium.pid-file: " + cause.getMessage(),
				"Name a file in a directory in which the launching user may create one.", cause);
	}

}
