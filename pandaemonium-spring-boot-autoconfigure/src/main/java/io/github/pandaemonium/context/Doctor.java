package io.github.pandaemonium.context;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.pandaemonium.command.ControlServer;
import io.github.pandaemonium.command.Finding;
import io.github.pandaemonium.command.Finding.Level;
import io.github.pandaemonium.command.Service;
import io.github.pandaemonium.command.ServiceStatus;
import io.github.pandaemonium.context.logging.LogFileLocation;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.launch.Secrets;
import io.github.pandaemonium.launch.Supervision;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.signal.SignalMap;
import io.github.pandaemonium.socket.SocketOpening;
import io.github.pandaemonium.socket.SocketRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Says what a start would do and what would go wrong, and changes nothing.
 */
final class Doctor {

	private final Posix posix;

	private final ApplicationStart start;

	private final ConfigurableEnvironment environment;

	private final List<Finding> findings = new ArrayList<>();

	Doctor(Posix posix, ApplicationStart start, ConfigurableEnvironment environment) {
		this.posix = posix;
		this.start = start;
		this.environment = environment;
	}

	/**
	 * Looks at everything.
	 * @param service the service that may run, or {@code null} where there is no pid file
	 * @return what was found, each subject once or more
	 */
	List<Finding> examine(Supplier<@Nullable Service> service) {
		DaemonMode mode = this.start.mode();
		examine("process", () -> Finding.ok("process", process(mode)));
		this.findings.add(Finding.ok("stages", stages(mode)));
		DaemonOptions options = options();
		if (options != null) {
			describe(options, mode);
			examine("start", () -> {
				this.start.launcher(options).check();
				return Finding.ok("start", "nothing that can be checked beforehand is in its way");
			});
		}
		sockets(service);
		examine("pid file", () -> pidFile(service.get()));
		if (options != null) {
			examine("control socket", () -> controlSocket(options));
		}
		examine("signals", this::signals);
		examine("command line", this::commandLine);
		ProcessLimits.find(this.findings, this.start.commandLine());
		StartWarnings.of(this.start.settings(), this.environment)
			.forEach((warning) -> this.findings.add(Finding.warning("configuration", warning, "")));
		return this.findings;
	}

	static int status(List<Finding> findings) {
		return findings.stream().map(Finding::level).mapToInt(Level::ordinal).max().orElse(0);
	}

	private void examine(String subject, Supplier<Finding> examination) {
		try {
			this.findings.add(examination.get());
		}
		catch (RuntimeException ex) {
			FailureReport report = FailureReport.of(ex, getClass().getClassLoader(), null);
			this.findings.add(Finding.error(subject, report.description(), report.action()));
		}
	}

	private @Nullable DaemonOptions options() {
		List<DaemonOptions> options = new ArrayList<>();
		examine("properties", () -> {
			options.add(this.start.options());
			return Finding.ok("properties", "all values can be");
		});
		return options.isEmpty() ? null : options.get(0);
	}

	private String process(DaemonMode mode) {
		Supervision supervision = Supervision.ofThisProcess();
		String found = supervision.isPresent()
				? " (supervisor " + supervision.supervisor().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
						+ supervision.evidence() + ")"
				: " (no supervisor, container or super server)";
		return switch (mode) {
			case DETACHED -> "it detaches" + found;
			case SUPERVISED -> "it stays the process that was started" + found + ", pandaemonium.detach="
					+ this.start.settings().properties().detach().name().toLowerCase(Locale.ROOT);
			default -> "it stays in the foreground (--foreground, a debugger or Spring Boot DevTools)";
		};
	}

	private static String stages(DaemonMode mode) {
		return Arrays.stream(Stage.values())
			.map((stage) -> stage.number() + " " + stage.purpose() + (mode.includes(stage) ? "" : ": not here"))
			.collect(Collectors.joining("; "));
	}

	private void describe(DaemonOptions options, DaemonMode mode) {
		String user = (options.user() != null) ? options.user() : "that of this process";
		String group = (options.group() != null) ? options.group() : "that of the user";
		this.findings.add(Finding.ok("user", "user " + user + ", group " + group));
		this.findings.add(Finding.ok("files",
				"directory '" + options.workingDirectory() + "', umask " + "%03o".formatted(options.umask())
						+ ", core dumps " + (options.preventCore() ? "off" : "as they are")));
		if (mode == DaemonMode.DETACHED) {
			this.findings.add(Finding.ok("streams", "stdin '" + options.stdin() + "', stdout '" + options.stdout()
					+ "', stderr '" + options.stderr() + "'"));
			String log = LogFileLocation.of(this.environment, ApplicationStart.directory());
			this.findings.add((log != null) ? Finding.ok("log", "'" + log + "'")
					: options.stdout().equals(Path.of("/dev/null"))
							? Finding.warning("log", "there is none", "Set logging.file.name or pandaemonium.stdout.")
							: Finding.ok("log", "'" + options.stdout() + "'"));
		}
	}

	private Finding pidFile(@Nullable Service service) {
		if (service == null) {
			return Finding.warning("pid file", "there is none: nothing keeps a second start away, and no verb finds it",
					"Set pandaemonium.pid-file to an absolute path.");
		}
		ServiceStatus status = service.status();
		FileStatus file = this.posix.lstat(service.pidFile().toString());
		String text = "'" + service.pidFile() + "'"
				+ ((file != null) ? ", owner " + file.uid() + ", mode " + Integer.toOctalString(file.mode() & 07777)
						: ", which is absent");
		return switch (status.state()) {
			case STOPPED -> Finding.ok("pid file", text);
			case DEAD -> Finding.ok("pid file", text + ", left by a process that is gone: a start takes it over");
			case UNKNOWN -> Finding.error("pid file", text + ": " + status.reason(), "See what status says.");
			default -> Finding.warning("pid file", text + ", held by process " + status.pid(),
					"A start is refused as long as that runs.");
		};
	}

	private void sockets(Supplier<@Nullable Service> service) {
		List<SocketRequest> requests = new ArrayList<>();
		try {
			requests.addAll(this.start.sockets().own().requests());
		}
		catch (RuntimeException ex) {
			examine("socket", () -> {
				throw ex;
			});
		}
		requests.forEach((request) -> examine("socket", () -> socket(request, service.get())));
	}

	private Finding socket(SocketRequest request, @Nullable Service service) {
		String text = request.property() + "=" + request.value();
		if (new SocketOpening(this.posix).isFree(request)) {
			return Finding.ok("socket", text + ", which is free");
		}
		boolean runs = service != null && service.status().state() == ServiceStatus.State.RUNNING;
		return runs
				? Finding.warning("socket", text + " is taken, perhaps by the application, which runs",
						"'ss -ltnp sport = :" + request.port() + "' tells by which process.")
				: Finding.error("socket", text + ": another process listens there",
						"Stop that process ('ss -ltnp sport = :" + request.port()
								+ "' tells which), or use another port.");
	}

	private Finding controlSocket(DaemonOptions options) {
		PidLockFile pidFile = options.pidFile();
		if (pidFile == null) {
			return Finding.ok("control socket", "there is none without a pid file");
		}
		Path socket = ControlServer.path(pidFile.path());
		return this.start.launcher(options).isWritable(socket) ? Finding.ok("control socket", "'" + socket + "'")
				: Finding.warning("control socket",
						"the daemon's user may not create '" + socket
								+ "': a reload is a signal without an answer, and status knows less",
						"Put the pid file into a directory of that user.");
	}

	private Finding signals() {
		SignalMap map = SignalMap.of(this.start.settings().properties().signalMap());
		String mapped = map.actions()
			.entrySet()
			.stream()
			.map((entry) -> entry.getKey().name() + ": " + entry.getValue().text())
			.collect(Collectors.joining(", "));
		String ignored = ProcessLimits.ignoredSignals();
		return Finding.ok("signals",
				mapped + (ignored.isEmpty() ? "" : "; this shell ignores " + ignored + ", the daemon does as mapped"));
	}

	private Finding commandLine() {
		return Finding.ok("command line",
				this.start.commandLine()
					.arguments(this.start.settings().properties().javaOptions())
					.stream()
					.map(Secrets::masked)
					.collect(Collectors.joining(" ")));
	}

}
