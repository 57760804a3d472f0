package io.github.pandaemonium.context;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.Commands;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.Service;
import io.github.pandaemonium.command.Verb;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Account;
import io.github.pandaemonium.posix.UnixSignal;
import io.github.pandaemonium.signal.SignalAction;
import io.github.pandaemonium.signal.SignalMap;
import org.jspecify.annotations.Nullable;

/**
 * The service that a verb is about, as the configuration of this process describes it.
 */
final class OperatedService {

	private final Verb verb;

	private final DaemonSettings settings;

	private final LaunchConsole console;

	OperatedService(Verb verb, DaemonSettings settings, LaunchConsole console) {
		this.verb = verb;
		this.settings = settings;
		this.console = console;
	}

	Commands commands() {
		return new Commands(this.console.name(), service(), this.settings.stopSchedule(),
				this.settings.properties().startTimeout(), reloadSignal(), this.console::line);
	}

	Service service() {
		// HotSpot writes to the working directory or, where it can't, to /tmp
		return new Service(NativeAccess.posix(), pidFile(), owners(NativeAccess.posix()),
				List.of(Path.of(this.settings.properties().workingDirectory()), Path.of("/tmp")));
	}

	PidLockFile pidFile() {
		PidLockFile pidFile = this.settings.pidFile();
		if (pidFile == null) {
			throw new CommandException(VerbStatus.before(this.verb, ExitStatus.NOT_CONFIGURED),
					"there is no pid file, so that nobody can tell which process it is",
					"Set pandaemonium.pid-file to an absolute path.");
		}
		return pidFile;
	}

	@Nullable UnixSignal reloadSignal() {
		return signal(SignalAction.Kind.RELOAD);
	}

	@Nullable UnixSignal reopenSignal() {
		return signal(SignalAction.Kind.REOPEN_LOGS);
	}

	private @Nullable UnixSignal signal(SignalAction.Kind action) {
		for (Map.Entry<UnixSignal, SignalAction> entry : SignalMap.of(this.settings.properties().signalMap())
			.actions()
			.entrySet()) {
			if (entry.getValue().kind() == action) {
				return entry.getKey();
			}
		}
		return null;
	}

	private Set<Integer> owners(Posix posix) {
		String user = this.settings.properties().user();
		Account account = (user != null && !user.isBlank()) ? posix.getpwnam(user) : null;
		return (account != null) ? Set.of(account.uid()) : Set.of();
	}

}
