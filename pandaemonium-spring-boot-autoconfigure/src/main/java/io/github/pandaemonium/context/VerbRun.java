package io.github.pandaemonium.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.Commands;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.Finding;
import io.github.pandaemonium.command.Handover;
import io.github.pandaemonium.command.Printable;
import io.github.pandaemonium.command.Service;
import io.github.pandaemonium.command.ServiceStatus;
import io.github.pandaemonium.command.ServiceStatus.State;
import io.github.pandaemonium.command.StartRecord;
import io.github.pandaemonium.command.Verb;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Inheritance;
import io.github.pandaemonium.daemon.WaitFor;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.InPlace;
import io.github.pandaemonium.pidfile.AlreadyLockedException;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Account;
import io.github.pandaemonium.posix.UnixSignal;
import io.github.pandaemonium.signal.SignalAction;
import io.github.pandaemonium.signal.SignalMap;
import org.jspecify.annotations.Nullable;

/**
 * Obeys the verb that the command line begins with. The application does not see it:
 * where the process goes on as the application, it replaces itself by one without.
 */
final class VerbRun {

	private static final String JSON = "--json";

	private final Verb verb;

	private final ApplicationStart start;

	VerbRun(Verb verb, ApplicationStart start) {
		this.verb = verb;
		this.start = start.withoutVerb();
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
			case STATUS -> commands().status(this.start.arguments().contains(JSON));
			case STOP -> stop();
			case RELOAD -> commands().reload();
			case FORCE_RELOAD -> commands().canReload() ? commands().reload() : restart();
			case RESTART, TRY_RESTART -> restart();
			case DOCTOR -> examine();
			case UNIT -> new UnitVerb(NativeAccess.posix(), this.start, reloadSignal(), reopenSignal()).print();
		};
	}

	private int examine() {
		List<Finding> findings = new Doctor(NativeAccess.posix(), this.start, this.start.environment())
			.examine(() -> (this.start.settings().pidFile() != null) ? service() : null);
		findings.forEach((finding) -> this.start.console().line(finding.toString()));
		return Doctor.status(findings);
	}

	private int stop() {
		commands().stop();
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
		ServiceStatus status = service().status();
		if (status.state() != State.RUNNING && status.state() != State.STARTING) {
			return false;
		}
		this.start.console()
			.line(this.start.console().name() + " is already " + status.state() + ": process " + status.pid());
		return true;
	}

	private int restart() {
		if (this.verb == Verb.FORCE_RELOAD && !commands().isRestartable()) {
			throw new CommandException(ExitStatus.NOT_RUNNING, "it is not running", "");
		}
		if (commands().restartSupervised(this.start.arguments().isEmpty())) {
			return ExitStatus.SUCCESS;
		}
		replayStart();
		DaemonOptions options = this.start.options();
		// what runs is left alone if its successor can't
		this.start.launcher(options).check();
		SocketInheritance sockets = this.start.sockets();
		Commands commands = commands();
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
				commands.stopsFirst(DaemonHandover.NO_SOCKET);
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

	/**
	 * Without arguments, it is started as it was the last time: this process replaces
	 * itself by one with the arguments of that start, since user, pid file and all else
	 * may be among them.
	 */
	private void replayStart() {
		if (!this.start.arguments().isEmpty()) {
			return;
		}
		Posix posix = NativeAccess.posix();
		StartRecord record = StartRecord.read(posix, pidFile().path());
		if (record == null) {
			if (!StartRecord.isPossible(posix, pidFile().path())) {
				this.start.console()
					.warning("it is started without arguments: those of the last start could not be recorded, since "
							+ "others can write beside '" + pidFile().path() + "'");
			}
			return;
		}
		boolean ownOptions = !this.start.commandLine().ownOptions().isEmpty();
		boolean elsewhere = isElsewhere(Path.of(record.directory()));
		if (elsewhere || !record.arguments().isEmpty() || (!ownOptions && !record.options().isEmpty())) {
			// which does the same here, and takes the arguments of a start
			Verb again = (this.verb == Verb.FORCE_RELOAD) ? Verb.TRY_RESTART : this.verb;
			List<String> arguments = new ArrayList<>(List.of(again.toString()));
			arguments.addAll(record.arguments());
			// with all files of the caller, since those arguments may say which to
			// inherit
			InPlace.exec(posix,
					this.start.commandLine()
						.withOwnOptions(ownOptions ? this.start.commandLine().ownOptions() : record.options())
						.withApplicationArguments(arguments),
					Path.of(record.directory()), Inheritance.ofCaller());
		}
	}

	private static boolean isElsewhere(Path directory) {
		try {
			return !Files.isSameFile(directory, ApplicationStart.directory());
		}
		catch (IOException ex) {
			throw new CommandException(ExitStatus.FAILED,
					"the directory '" + directory + "', where it was started, can't be found any more",
					"Give the arguments of the start.");
		}
	}

	private Commands commands() {
		DaemonSettings settings = this.start.settings();
		return new Commands(this.start.console().name(), service(), settings.stopSchedule(),
				settings.properties().startTimeout(), reloadSignal(), this.start.console()::line);
	}

	private Service service() {
		// HotSpot writes to the working directory or, where it can't, to /tmp
		return new Service(NativeAccess.posix(), pidFile(), owners(NativeAccess.posix()),
				List.of(Path.of(this.start.settings().properties().workingDirectory()), Path.of("/tmp")));
	}

	private PidLockFile pidFile() {
		PidLockFile pidFile = this.start.settings().pidFile();
		if (pidFile == null) {
			throw new CommandException(
					(this.verb == Verb.STATUS) ? ExitStatus.STATUS_UNKNOWN : ExitStatus.NOT_CONFIGURED,
					"there is no pid file, so that nobody can tell which process it is",
					"Set pandaemonium.pid-file to an absolute path.");
		}
		return pidFile;
	}

	private Set<Integer> owners(Posix posix) {
		String user = this.start.settings().properties().user();
		Account account = (user != null && !user.isBlank()) ? posix.getpwnam(user) : null;
		return (account != null) ? Set.of(account.uid()) : Set.of();
	}

	private @Nullable UnixSignal reloadSignal() {
		return signal(SignalAction.Kind.RELOAD);
	}

	private @Nullable UnixSignal reopenSignal() {
		return signal(SignalAction.Kind.REOPEN_LOGS);
	}

	private @Nullable UnixSignal signal(SignalAction.Kind action) {
		for (Map.Entry<UnixSignal, SignalAction> entry : SignalMap.of(this.start.settings().properties().signalMap())
			.actions()
			.entrySet()) {
			if (entry.getValue().kind() == action) {
				return entry.getKey();
			}
		}
		return null;
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
		return (this.verb == Verb.STATUS) ? ExitStatus.STATUS_UNKNOWN : ExitStatus.INVALID_ARGUMENT;
	}

	private void requireSystemCalls() {
		Throwable unavailable = NativeAccess.unavailabilityCause();
		if (unavailable != null) {
			throw new CommandException(
					(this.verb == Verb.STATUS) ? ExitStatus.STATUS_UNKNOWN : ExitStatus.NOT_IMPLEMENTED,
					this.verb + " can't be done, because system calls are not available: " + unavailable.getMessage(),
					"To run it in the foreground, use --foreground.");
		}
	}

}
