package io.github.pandaemonium.context;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.Commands;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.Handover;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.socket.ListeningSocket;

/**
 * Replaces a running daemon by a new one, which gets its listening sockets and its lock
 * and starts while the old one serves. Only when the new one is ready does the old one
 * have to leave; until then nothing has happened to it.
 */
final class Replacement {

	/** Why there can't be one where {@code wait-for} is not {@code ready}. */
	static final String NOT_AWAITED = "pandaemonium.wait-for is not 'ready', so that nobody would know when to replace it";

	private final ApplicationStart start;

	private final Commands commands;

	Replacement(ApplicationStart start, Commands commands) {
		this.start = start;
		this.commands = commands;
	}

	/**
	 * Does it.
	 * @return the exit status
	 */
	int run(DaemonOptions options, Handover handover) {
		PidLockFile pidFile = options.pidFile();
		if (pidFile == null) {
			throw new IllegalStateException("There is no pid file");
		}
		try (handover) {
			StartResult result;
			try {
				pidFile.adopt(handover.lock());
				SocketInheritance sockets = this.start.sockets();
				result = this.start.launch(this.start.launcher(options, sockets)
					.succeeding(handover)
					.opening(() -> sockets(handover, sockets.own()))
					.onInterrupt(
							() -> this.start.console().warning("the restart was interrupted: " + handover.outcome())));
			}
			catch (RuntimeException ex) {
				FailureReport report = FailureReport.of(ex, getClass().getClassLoader(), null);
				throw new CommandException(ExitStatus.FAILED, report.description().strip() + "\n" + handover.outcome(),
						report.action());
			}
			if (handover.isStopped() && !result.isSuccess()) {
				throw new CommandException(ExitStatus.FAILED,
						"process " + handover.pid() + " was told to stop meanwhile: its successor has been ended", "");
			}
			this.start.console().result(result, options);
			if (!result.isSuccess()) {
				this.start.console().warning(handover.outcome());
				return ExitStatus.FAILED;
			}
			this.commands.replaced(handover, result.pid());
			this.start.record(options);
			return ExitStatus.SUCCESS;
		}
		finally {
			pidFile.abandon();
		}
	}

	/**
	 * Takes the sockets that are still wanted, and opens those that are new.
	 */
	private Map<String, Integer> sockets(Handover handover, OwnSockets own) {
		Posix posix = NativeAccess.posix();
		Map<String, Integer> descriptors = new LinkedHashMap<>();
		Map<String, ListeningSocket> wanted = own.among(handover.sockets());
		handover.sockets().forEach((use, socket) -> {
			if (!wanted.containsKey(use)) {
				posix.close(socket.descriptor());
				this.start.console().warning("the new process does not listen on " + socket.place() + " any more");
			}
		});
		wanted.forEach((use, socket) -> descriptors.put(use, socket.descriptor()));
		boolean open = false;
		try {
			own.except(descriptors.keySet())
				.open(posix)
				.forEach((use, socket) -> descriptors.put(use, socket.descriptor()));
			open = true;
			return descriptors;
		}
		finally {
			if (!open) {
				descriptors.values().forEach(posix::close);
			}
		}
	}

}
