package io.github.pandaemonium.context;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.pandaemonium.command.ControlServer;
import io.github.pandaemonium.command.StartRecord;
import io.github.pandaemonium.context.config.LaunchDirectoryEnvironmentPostProcessor;
import io.github.pandaemonium.context.config.LoadedConfiguration;
import io.github.pandaemonium.context.logging.LogFileLocation;
import io.github.pandaemonium.context.notification.NotificationSettings;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Detach;
import io.github.pandaemonium.daemon.LaunchException;
import io.github.pandaemonium.daemon.Launcher;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.ControllingTerminal;
import io.github.pandaemonium.launch.Debugger;
import io.github.pandaemonium.launch.OwnStart;
import io.github.pandaemonium.launch.Refusal;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.launch.Supervision;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The program's own start, once its environment is prepared: it becomes the application
 * itself, or the launcher of its daemon.
 */
final class ApplicationStart {

	private static final String FOREGROUND = "--foreground";

	private final SpringApplication application;

	private final ConfigurableEnvironment environment;

	private final List<String> arguments;

	private final SpringStart start;

	private final CommandLine commandLine;

	private final LaunchConsole console;

	private final DaemonSettings settings;

	ApplicationStart(ApplicationEnvironmentPreparedEvent event, SpringStart start, CommandLine commandLine,
			LaunchConsole console) {
		this(event.getSpringApplication(), event.getEnvironment(), List.of(event.getArgs()), start, commandLine,
				console);
	}

	private ApplicationStart(SpringApplication application, ConfigurableEnvironment environment, List<String> arguments,
			SpringStart start, CommandLine commandLine, LaunchConsole console) {
		this.application = application;
		this.environment = environment;
		this.arguments = arguments;
		this.start = start;
		this.commandLine = commandLine;
		this.console = console;
		this.settings = DaemonSettings.of(environment, directory());
	}

	/**
	 * The same start without its first argument.
	 */
	ApplicationStart withoutVerb() {
		List<String> rest = this.commandLine.applicationArguments();
		return new ApplicationStart(this.application, this.environment,
				this.arguments.subList(1, this.arguments.size()), this.start,
				this.commandLine.withApplicationArguments(rest.subList(1, rest.size())), this.console);
	}

	List<String> arguments() {
		return this.arguments;
	}

	ConfigurableEnvironment environment() {
		return this.environment;
	}

	CommandLine commandLine() {
		return this.commandLine;
	}

	LaunchConsole console() {
		return this.console;
	}

	DaemonSettings settings() {
		return this.settings;
	}

	static Path directory() {
		return CommandLine.workingDirectory();
	}

	/**
	 * Goes on in this process, or launches the daemon.
	 * @return the application in this process, or {@code null} where it is left alone
	 */
	@Nullable DaemonRun proceed() {
		DaemonMode mode = mode();
		if (mode == DaemonMode.DETACHED && this.settings.properties().detach() == Detach.AUTO) {
			Optional<Path> classes = OwnStart.classesDirectory(this.application.getMainApplicationClass());
			if (classes.isPresent()) {
				tell("its classes are in the directory '" + classes.get()
						+ "', as in an IDE; pandaemonium.detach=always insists");
				return null;
			}
		}
		DaemonOptions options = options();
		NotificationSettings notification = this.settings.notification(mode);
		SocketInheritance sockets = sockets();
		if (mode == DaemonMode.DETACHED) {
			System.exit(launch(options, sockets));
		}
		if (mode == DaemonMode.SUPERVISED) {
			execInPlace(options, sockets);
			this.environment.getPropertySources()
				.addFirst(new MapPropertySource(LaunchDirectoryEnvironmentPostProcessor.SOURCE,
						LogFileLocation.absolute(this.environment, directory())));
		}
		if (this.settings.properties().pidFile() != null && !NativeAccess.isAvailable()) {
			this.console.withoutPidFile(NativeAccess.unavailabilityCause());
		}
		DaemonRun run = new DaemonRun(options, mode, null, this.application, notification, sockets.settle(options));
		run.begin(this.environment);
		return run;
	}

	/**
	 * Returns how the application would be run.
	 */
	DaemonMode mode() {
		if (this.settings.properties().foreground() || isForeground(this.arguments)
				|| Debugger.option(this.commandLine.jvmOptions()).isPresent() || this.start.isDeveloped()) {
			return DaemonMode.FOREGROUND;
		}
		boolean detaches = switch (this.settings.properties().detach()) {
			case ALWAYS -> true;
			case NEVER -> false;
			case AUTO -> !Supervision.ofThisProcess().isPresent();
		};
		return detaches ? DaemonMode.DETACHED : DaemonMode.SUPERVISED;
	}

	DaemonOptions options() {
		return this.settings.options(DaemonSteps.of(this.application, this.environment));
	}

	/**
	 * Returns the listening sockets that were given, and those to open.
	 */
	SocketInheritance sockets() {
		return SocketInheritance.of(this.environment, this.settings.properties(), this.application, mode(), null);
	}

	/**
	 * Starts the daemon.
	 * @return the exit status
	 */
	int launch(DaemonOptions options, SocketInheritance sockets) {
		requireSystemCalls("detached");
		return conclude(options, launch(launcher(options, sockets)));
	}

	/**
	 * Starts the daemon by a launcher.
	 */
	StartResult launch(Launcher launcher) {
		this.console.warnings(this.settings, this.environment);
		try (ProgressLine progress = ProgressLine.start(NativeAccess.posix(), this.console.name(), System.out)) {
			return launcher.launch(Stage.STREAMS, DaemonRun.ORDINAL, progress);
		}
	}

	/**
	 * Says what became of a start.
	 * @return the exit status
	 */
	int conclude(DaemonOptions options, StartResult result) {
		this.console.result(result, options);
		if (result.isSuccess()) {
			record(options);
		}
		return this.console.status();
	}

	/**
	 * Returns what starts the daemon with its sockets.
	 */
	Launcher launcher(DaemonOptions options, SocketInheritance sockets) {
		return launcher(options).handingOn(List.of(), sockets.missingOptions()).opening(sockets::open);
	}

	/**
	 * Replaces this process where user or directory change.
	 */
	void execInPlace(DaemonOptions options, SocketInheritance sockets) {
		requireSystemCalls("run as a service");
		launcher(options).handingOn(given(sockets), sockets.missingOptions())
			.opening(sockets::open)
			.execInPlace(DaemonRun.ORDINAL, () -> this.console.warnings(this.settings, this.environment));
	}

	/**
	 * Returns the descriptors that this process was given and its successor needs.
	 */
	List<Integer> given(SocketInheritance sockets) {
		List<Integer> descriptors = new ArrayList<>(sockets.descriptors());
		Integer notification = this.settings.properties().notificationFd();
		if (notification != null) {
			descriptors.add(notification);
		}
		return descriptors;
	}

	Launcher launcher(DaemonOptions options) {
		Launcher launcher = new Launcher(NativeAccess.posix(), options, this.commandLine, directory(),
				LoadedConfiguration.of(this.environment, directory()).files())
			.onInterrupt(this.console::interrupted)
			.onFailure(() -> removeSocket(options));
		String log = LogFileLocation.of(this.environment, directory());
		return (log != null) ? launcher.writing(LogFileLocation.key(this.environment), Path.of(log)) : launcher;
	}

	private static void removeSocket(DaemonOptions options) {
		PidLockFile pidFile = options.pidFile();
		if (pidFile != null) {
			ControlServer.remove(NativeAccess.posix(), pidFile.path());
		}
	}

	void tell(String reason) {
		if (ControllingTerminal.isPresent() && !isForeground(this.arguments)) {
			this.console.refusal(Refusal.telling(reason));
		}
	}

	static boolean isForeground(List<String> arguments) {
		return arguments.contains(FOREGROUND) || arguments.contains(FOREGROUND + "=true");
	}

	/**
	 * For a restart that is given no arguments.
	 */
	void record(DaemonOptions options) {
		PidLockFile pidFile = options.pidFile();
		if (pidFile == null) {
			return;
		}
		try {
			new StartRecord(directory().toString(), this.commandLine.ownOptions(),
					this.commandLine.applicationArguments())
				.write(NativeAccess.posix(), pidFile.path());
		}
		catch (IOException | RuntimeException ex) {
			this.console.warning(
					"a restart will not know the arguments of this start, which can't be recorded: " + ex.getMessage());
		}
	}

	private static void requireSystemCalls(String use) {
		Throwable unavailable = NativeAccess.unavailabilityCause();
		if (unavailable != null) {
			throw new LaunchException(
					"It can't be " + use + ", because system calls are not available: " + unavailable.getMessage(),
					"Start it with --foreground, or set pandaemonium.enabled=false.");
		}
	}

}
