package io.github.pandaemonium.context;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Detach;
import io.github.pandaemonium.daemon.LaunchException;
import io.github.pandaemonium.daemon.Launcher;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.StartException;
import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.ControllingTerminal;
import io.github.pandaemonium.launch.Debugger;
import io.github.pandaemonium.launch.OwnStart;
import io.github.pandaemonium.launch.Refusal;
import io.github.pandaemonium.launch.Supervision;
import io.github.pandaemonium.posix.NativeAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * The way in: decides, once the environment is prepared and before logging starts, what
 * this process is. The launcher starts the daemon, waits for it and exits here; a daemon,
 * a supervised and a foreground process go on; and everything that is not this
 * application's own start does not notice.
 */
final class DaemonLaunchListener implements SmartApplicationListener {

	/** Before logging, which would create its file as the wrong user. */
	static final int ORDER = LoggingApplicationListener.DEFAULT_ORDER - 1;

	/** Of several applications that one main runs, the first decides. */
	private static final AtomicBoolean DECIDED = new AtomicBoolean();

	/** What the first one became, for one that main runs when that has ended. */
	private static final AtomicReference<DaemonRun> RUN = new AtomicReference<>();

	private static final String FOREGROUND = "--foreground";

	private @Nullable SpringStart start;

	private @Nullable CommandLine commandLine;

	private Optional<Refusal> refusal = Optional.of(Refusal.quietly("it has not been looked at"));

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
		return ApplicationStartingEvent.class.isAssignableFrom(eventType)
				|| ApplicationEnvironmentPreparedEvent.class.isAssignableFrom(eventType);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationStartingEvent starting) {
			look(starting.getSpringApplication());
		}
		else if (event instanceof ApplicationEnvironmentPreparedEvent prepared && isStart()) {
			LaunchConsole console = LaunchConsole.of(prepared.getSpringApplication(), prepared.getEnvironment());
			try {
				if (isDaemon(prepared)) {
					decide(prepared, console);
				}
			}
			catch (RuntimeException ex) {
				console.failure(FailureReport.of(ex, prepared.getSpringApplication().getClassLoader(), null));
				System.exit(1);
			}
		}
	}

	/**
	 * The earliest look, so that as much as can be is done while Boot prepares the
	 * environment.
	 */
	private void look(SpringApplication application) {
		try {
			if (DECIDED.get()) {
				rejoin(application);
			}
			else {
				lookFirst(application);
			}
		}
		catch (RuntimeException ex) {
			// whatever is so strange here is no start of a daemon, and must not notice us
			this.refusal = Optional.of(Refusal.quietly(String.valueOf(ex)));
		}
	}

	private void rejoin(SpringApplication application) {
		DaemonRun run = RUN.get();
		if (run != null && run.isAlone() && SpringStart.of(application, List.of()).refusal().isEmpty()) {
			application.addInitializers(run::join);
		}
	}

	private void lookFirst(SpringApplication application) {
		List<String> options = List.of();
		if (!Birth.isOfThisProcess()) {
			// a daemon was looked at by its launcher, and starts no other
			this.commandLine = CommandLine.ofThisProcess(launchDirectory());
			options = this.commandLine.jvmOptions();
		}
		this.start = SpringStart.of(application, options);
		this.refusal = this.start.refusal();
		if (this.refusal.isEmpty() && classesDirectory(application).isEmpty()) {
			Rehearsal.start(this.commandLine);
		}
	}

	/**
	 * Whether this is a start that could be expected to become a daemon.
	 */
	private boolean isStart() {
		return this.start != null && (this.refusal.isEmpty() || !this.refusal.get().quiet());
	}

	private boolean isDaemon(ApplicationEnvironmentPreparedEvent event) {
		if (!DaemonSettings.isEnabled(event.getEnvironment())) {
			return false;
		}
		if (this.refusal.isPresent()) {
			tell(event, this.refusal.get());
			return false;
		}
		return DECIDED.compareAndSet(false, true);
	}

	private void decide(ApplicationEnvironmentPreparedEvent event, LaunchConsole console) {
		SpringApplication application = event.getSpringApplication();
		ConfigurableEnvironment environment = event.getEnvironment();
		Birth birth = Birth.ofThisProcess();
		if (birth != null) {
			inherit(birth, environment);
			DaemonSettings settings = DaemonSettings.of(environment, birth.directory());
			DaemonRun run = new DaemonRun(settings.options(steps(application, environment)),
					birth.isInPlace() ? DaemonMode.SUPERVISED : DaemonMode.DETACHED, birth, application);
			begin(run, environment);
			return;
		}
		DaemonSettings settings = DaemonSettings.of(environment, launchDirectory());
		boolean foreground = settings.properties().foreground() || isForeground(event.getArgs()) || isDeveloped();
		boolean supervised = !foreground && isSupervised(settings);
		if (!foreground && !supervised && settings.properties().detach() == Detach.AUTO) {
			Optional<Path> classes = classesDirectory(application);
			if (classes.isPresent()) {
				tell(event, Refusal.telling("its classes are in the directory '" + classes.get()
						+ "', as in an IDE; pandaemonium.detach=always insists"));
				return;
			}
		}
		DaemonOptions options = settings.options(steps(application, environment));
		if (foreground || supervised) {
			if (supervised) {
				requireSystemCalls("run as a service");
				launcher(options, environment).execInPlace(DaemonRun.ORDINAL,
						() -> console.warnings(settings, environment));
				environment.getPropertySources()
					.addFirst(new MapPropertySource(LaunchDirectoryEnvironmentPostProcessor.SOURCE,
							LogFileLocation.absolute(environment, launchDirectory())));
			}
			if (settings.properties().pidFile() != null && !NativeAccess.isAvailable()) {
				console.withoutPidFile(NativeAccess.unavailabilityCause());
			}
			begin(new DaemonRun(options, foreground ? DaemonMode.FOREGROUND : DaemonMode.SUPERVISED, null, application),
					environment);
			return;
		}
		launch(settings, options, environment, console);
	}

	private static void begin(DaemonRun run, ConfigurableEnvironment environment) {
		run.begin(environment);
		RUN.set(run);
	}

	private static boolean isForeground(String[] arguments) {
		return List.of(arguments).contains(FOREGROUND) || List.of(arguments).contains(FOREGROUND + "=true");
	}

	/**
	 * What the daemon would read differently from its own directory, or as its own user,
	 * is as the launcher has read it.
	 */
	private static void inherit(Birth birth, ConfigurableEnvironment environment) {
		Map<String, Object> values = new HashMap<>(LogFileLocation.absolute(environment, birth.directory()));
		if (birth.pidFile() != null) {
			values.put(PandaemoniumProperties.PREFIX + ".pid-file", birth.pidFile().toString());
		}
		MapPropertySource source = (MapPropertySource) environment.getPropertySources()
			.get(LaunchDirectoryEnvironmentPostProcessor.SOURCE);
		if (source == null) {
			source = new MapPropertySource(LaunchDirectoryEnvironmentPostProcessor.SOURCE, new HashMap<>());
			environment.getPropertySources().addFirst(source);
		}
		source.getSource().putAll(values);
	}

	private void launch(DaemonSettings settings, DaemonOptions options, ConfigurableEnvironment environment,
			LaunchConsole console) {
		requireSystemCalls("detached");
		console.warnings(settings, environment);
		console.result(launcher(options, environment).launch(Stage.STREAMS, DaemonRun.ORDINAL, (step) -> {
		}), options);
		System.exit(console.status());
	}

	private static void requireSystemCalls(String use) {
		Throwable unavailable = NativeAccess.unavailabilityCause();
		if (unavailable != null) {
			throw new LaunchException(
					"It can't be " + use + ", because system calls are not available: " + unavailable.getMessage(),
					"Start it with --foreground, or set pandaemonium.enabled=false.");
		}
	}

	private Launcher launcher(DaemonOptions options, ConfigurableEnvironment environment) {
		if (this.commandLine == null) {
			throw new IllegalStateException("The start has not been looked at");
		}
		Launcher launcher = new Launcher(NativeAccess.posix(), options, this.commandLine, launchDirectory(),
				LoadedConfiguration.of(environment, launchDirectory()).files());
		String log = LogFileLocation.of(environment, launchDirectory());
		return (log != null) ? launcher.writing(LogFileLocation.key(environment), Path.of(log)) : launcher;
	}

	private boolean isDeveloped() {
		return (this.commandLine != null && Debugger.option(this.commandLine.jvmOptions()).isPresent())
				|| (this.start != null && this.start.isDeveloped());
	}

	private static boolean isSupervised(DaemonSettings settings) {
		return switch (settings.properties().detach()) {
			case ALWAYS -> false;
			case NEVER -> true;
			case AUTO -> Supervision.ofThisProcess().isPresent();
		};
	}

	private static List<DaemonStep> steps(SpringApplication application, Environment environment) {
		List<DaemonStep> steps = new ArrayList<>(
				SpringFactoriesLoader.forDefaultResourceLocation(application.getClassLoader())
					.load(DaemonStep.class, ArgumentResolver.of(Environment.class, environment)));
		application.getInitializers()
			.stream()
			.filter(DaemonStep.class::isInstance)
			.map(DaemonStep.class::cast)
			.forEach(steps::add);
		AnnotationAwareOrderComparator.sort(steps);
		return steps;
	}

	private void tell(ApplicationEnvironmentPreparedEvent event, Refusal refusal) {
		if (ControllingTerminal.isPresent() && !isForeground(event.getArgs())) {
			LaunchConsole.of(event.getSpringApplication(), event.getEnvironment()).refusal(refusal);
		}
	}

	private static Optional<Path> classesDirectory(SpringApplication application) {
		return Optional.ofNullable(application.getMainApplicationClass()).flatMap(OwnStart::classesDirectory);
	}

	private static Path launchDirectory() {
		return CommandLine.workingDirectory();
	}

}
