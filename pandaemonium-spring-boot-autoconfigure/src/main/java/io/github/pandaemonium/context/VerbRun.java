package io.github.pandaemonium.context;

import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.Commands;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.Finding;
import io.github.pandaemonium.command.Handover;
import io.github.pandaemonium.command.Printable;
import io.github.pandaemonium.command.ServiceStatus;
import io.github.pandaemonium.command.ServiceStatus.State;
import io.github.pandaemonium.command.Verb;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Inheritance;
import io.github.pandaemonium.daemon.WaitFor;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.InPlace;
import io.github.pandaemonium.pidfile.AlreadyLockedException;
import io.github.pandaemonium.posix.NativeAccess;
import org.jspecify.annotations.Nullable;

/**
 * Obeys the verb that the command line begins with. The application does not see it:
 * where the process goes on as the application, it replaces itself by one without.
 */
final class VerbRun {

	private static final String JSON = "--json";

	private final Verb verb;

	private final ApplicationStart start;

	private final OperatedService operated;

	VerbRun(Verb verb, ApplicationStart start) {
		this.verb = verb;
		this.start = start.withoutVerb();
		this.operated = new OperatedService(verb, this.start.settings(), this.start.console());
	}

	/**
	 * Returns the verb of a command line.
	 * @return the verb, or {@code null} where the arguments are the application's alone
	 */
	static @Nullable Verb verb(ApplicationStart start) {
		Verb verb = Verb.of(start.arguments());
		// main may have put together other arguments than it was given
		return (verb != null && start.settings().properties().verbs()
				&& verb == Verb.of(start.commandLine().applicationArguments())) ? verb : null;
	}

	/**
	 * Does it.
	 * @return the exit status
	 */
	int run() {
		requireSystemCalls();
		requireNoOtherArguments();
		return switch (this.verb) {
			case START -> start();
			case RUN -> runInForeground();
			case STATUS -> this.operated.commands().status(this.start.arguments().contains(JSON));
			case STOP -> stop();
			case RELOAD -> this.operated.commands().reload();
			case FORCE_RELOAD -> this.operated.commands().canReload() ? this.operated.commands().reload() : restart();
			case RESTART, TRY_RESTART -> restart();
			case DOCTOR -> examine();
			case UNIT -> new UnitVerb(NativeAccess.posix(), this.start, this.operated.reloadSignal(),
					this.operated.reopenSignal())
				.print();
		};
	}

	private int examine() {
		List<Finding> findings = new Doctor(NativeAccess.posix(), this.start, this.start.environment())
			.examine(() -> (this.start.settings().pidFile() != null) ? this.operated.service() : null);
		findings.forEach((finding) -> this.start.console().line(finding.toString()));
		return Doctor.status(findings);
	}

	private int stop() {
		this.operated.commands().stop();
		return ExitStatus.SUCCESS;
	}

	private int start() {
		try {
			DaemonOptions options = this.start.options();
			if (options.pidFile() != null && this.start.mode() != DaemonMode.DETACHED && isRunning()) {
				return ExitStatus.SUCCESS;
			}
			return startAnew(options, this.start.sockets());
		}
		catch (AlreadyLockedException ex) {
			if (isRunning()) {
				return ExitStatus.SUCCESS;
			}
			throw ex;
		}
	}

	/**
	 * Whether there is nothing to start. What is about to end, or has the pid file but
	 * perhaps not the lock, is no success.
	 */
	private boolean isRunning() {
		ServiceStatus status = this.operated.service().status();
		if (status.state() != State.RUNNING && status.state() != State.STARTING) {
			return false;
		}
		this.start.console()
			.line(this.start.console().name() + " is already " + status.state() + ": process " + status.pid());
		return true;
	}

	private int restart() {
		if (this.verb == Verb.FORCE_RELOAD && !this.operated.commands().isRestartable()) {
			throw new CommandException(ExitStatus.NOT_RUNNING, "it is not running", "");
		}
		if (this.operated.commands().restartSupervised(this.start.arguments().isEmpty())) {
			return ExitStatus.SUCCESS;
		}
		// which does the same there, and takes the arguments of a start
		new StartReplay(this.start, this.operated.pidFile().path())
			.run((this.verb == Verb.FORCE_RELOAD) ? Verb.TRY_RESTART : this.verb);
		DaemonOptions options = this.start.options();
		// what runs is left alone if its successor can't
		this.start.launcher(options).check();
		SocketInheritance sockets = this.start.sockets();
		Commands commands = this.operated.commands();
		boolean runs = commands.isRestartable();
		if (!runs && this.verb != Verb.RESTART) {
			this.start.console().line(this.start.console().name() + " is not running");
			return ExitStatus.SUCCESS;
		}
		Handover handover = null;
		if (runs && this.start.mode() == DaemonMode.DETACHED) {
			if (options.waitFor() != WaitFor.READY) {
				commands.stopsFirst(Replacement.NOT_AWAITED);
			}
			else if (sockets.own().isEmpty()) { // which goes for the new process, too
				commands.stopsFirst("the new process has no listening socket of its own");
			}
			else {
				handover = commands.handover();
			}
		}
		if (handover != null) {
			return new Replacement(this.start, commands).run(options, handover);
		}
		if (runs) {
			sockets.own().checkPermission(NativeAccess.posix());
			commands.stop();
		}
		return startAnew(options, sockets);
	}

	private int startAnew(DaemonOptions options, SocketInheritance sockets) {
		DaemonMode mode = this.start.mode();
		if (mode == DaemonMode.DETACHED) {
			// the application's own status means something else to an init script
			return (this.start.launch(options, sockets) == 0) ? ExitStatus.SUCCESS : ExitStatus.FAILED;
		}
		if (mode == DaemonMode.SUPERVISED) {
			this.start.execInPlace(options, sockets);
		}
		replace(this.start.commandLine(), sockets);
		return ExitStatus.FAILED;
	}

	private int runInForeground() {
		List<String> arguments = new ArrayList<>(this.start.commandLine().applicationArguments());
		if (!ApplicationStart.isForeground(arguments)) {
			arguments.add("--foreground");
		}
		replace(this.start.commandLine().withApplicationArguments(arguments), this.start.sockets());
		return ExitStatus.FAILED;
	}

	/**
	 * Replaces this process, with the descriptors that the application is to have.
	 */
	private void replace(CommandLine commandLine, SocketInheritance sockets) {
		List<Integer> inherited = new ArrayList<>(
				Inheritance.descriptors(this.start.settings().properties().inheritFiles()));
		inherited.addAll(this.start.given(sockets));
		InPlace.exec(NativeAccess.posix(), commandLine, ApplicationStart.directory(), inherited);
	}

	private void requireNoOtherArguments() {
		Verb second = Verb.of(this.start.arguments());
		if (second != null) {
			// a process that replaces this one would obey it
			throw new CommandException(invalidArgument(), this.verb + " takes no argument '" + second + "'",
					"Give one verb only.");
		}
		for (String argument : this.start.arguments()) {
			if (!this.verb.isStart() && !argument.startsWith("--")) {
				throw new CommandException(invalidArgument(),
						this.verb + " takes no argument '" + Printable.of(argument) + "'",
						"Leave it out; properties are given as for a start, as --name=value.");
			}
		}
	}

	private int invalidArgument() {
		return VerbStatus.before(this.verb, ExitStatus.INVALID_ARGUMENT);
	}

	private void requireSystemCalls() {
		Throwable unavailable = NativeAccess.unavailabilityCause();
		if (unavailable != null) {
			throw new CommandException(VerbStatus.before(this.verb, ExitStatus.NOT_IMPLEMENTED),
					this.verb + " can't be done, because system calls are not available: " + unavailable.getMessage(),
					"To run it in the foreground, use --foreground.");
		}
	}

}
