package io.github.pandaemonium.context;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pandaemonium.command.Verb;
import io.github.pandaemonium.context.config.UnreadConfiguration;
import io.github.pandaemonium.context.notification.DaemonNotification;
import io.github.pandaemonium.daemon.LaunchInterruptedException;
import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.ControllingTerminal;
import io.github.pandaemonium.launch.Debugger;
import io.github.pandaemonium.launch.OwnCompilers;
import io.github.pandaemonium.launch.OwnStart;
import io.github.pandaemonium.launch.Refusal;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.Ordered;

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

	private final OwnCompilers compilers = new OwnCompilers();

	private @Nullable SpringStart start;

	private @Nullable CommandLine commandLine;

	private @Nullable BootstrapContext bootstrap;

	private boolean prepared;

	private Optional<Refusal> refusal = Optional.of(Refusal.quietly("it has not been looked at"));

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
		return ApplicationStartingEvent.class.isAssignableFrom(eventType)
				|| ApplicationEnvironmentPreparedEvent.class.isAssignableFrom(eventType)
				|| ApplicationFailedEvent.class.isAssignableFrom(eventType);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationStartingEvent starting) {
			this.bootstrap = starting.getBootstrapContext();
			look(starting);
			return;
		}
		try {
			act(event);
		}
		finally {
			this.compilers.release(); // this process goes on, whatever it is
		}
	}

	private void act(ApplicationEvent event) {
		if (event instanceof ApplicationFailedEvent failed) {
			reportUnprepared(failed);
			reportWithoutContext(failed);
		}
		else if (event instanceof ApplicationEnvironmentPreparedEvent) {
			this.prepared = true;
			this.bootstrap = null;
		}
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared && isStart()) {
			LaunchConsole console = LaunchConsole.of(prepared.getSpringApplication(), prepared.getEnvironment());
			try {
				if (isDaemon(prepared, console)) {
					decide(prepared, console);
				}
			}
			catch (LaunchInterruptedException ex) {
				// waits for the end that has begun, and that has been told
				System.exit(1);
			}
			catch (RuntimeException ex) {
				FailureReport report = FailureReport.of(ex, prepared.getSpringApplication().getClassLoader(), null);
				console.failure(report);
				if (!"always".equalsIgnoreCase(prepared.getEnvironment().getProperty("pandaemonium.detach"))) {
					tellSupervisor(report, ex, prepared.getArgs());
				}
				System.exit(VerbStatus.of(Verb.of(List.of(prepared.getArgs())), ex));
			}
		}
	}

	/**
	 * A start that never became an application has failed for its supervisor too; a verb
	 * has none.
	 */
	private static void tellSupervisor(FailureReport report, Throwable failure, String[] arguments) {
		Verb verb = Verb.of(List.of(arguments));
		boolean detached = Birth.isMarked() && !System.getProperty(Birth.PROPERTY, "").contains("control=-1");
		if (!detached && (verb == null || verb == Verb.START || verb == Verb.RUN)) {
			DaemonNotification.failedEarly(report.description() + " " + report.action(), failure);
		}
	}

	/**
	 * The earliest look, so that as much as can be is done while Boot prepares the
	 * environment.
	 */
	private void look(ApplicationStartingEvent starting) {
		try {
			SpringApplication application = starting.getSpringApplication();
			if (DECIDED.get()) {
				rejoin(application);
			}
			else {
				lookFirst(application, List.of(starting.getArgs()));
			}
		}
		catch (RuntimeException ex) {
			// whatever is so strange here is no start of a daemon, and must not notice us
			this.refusal = Optional.of(Refusal.quietly(String.valueOf(ex)));
		}
	}

	private void reportUnprepared(ApplicationFailedEvent failed) {
		BootstrapContext bootstrap = this.bootstrap;
		if (this.prepared || this.start == null || this.refusal.isPresent() || DECIDED.get()) {
			return;
		}
		UnreadConfiguration unread = (bootstrap != null) ? bootstrap.getOrElse(UnreadConfiguration.class, null) : null;
		UnpreparedStart unprepared = new UnpreparedStart(failed, this.commandLine, unread);
		FailureReport report = unprepared.report();
		tellSupervisor(report, failed.getException(), failed.getArgs());
		unprepared.end(report);
	}

	/**
	 * Of a failure as early as that of logging, Boot tells only the listeners that were
	 * there from the start.
	 */
	private static void reportWithoutContext(ApplicationFailedEvent failed) {
		DaemonRun run = RUN.get();
		if (run != null && failed.getApplicationContext() == null
				&& run.application() == failed.getSpringApplication()) {
			run.failed(failed.getException(), null);
		}
	}

	private void rejoin(SpringApplication application) {
		DaemonRun run = RUN.get();
		if (run != null && run.isAlone() && SpringStart.of(application, List.of()).refusal().isEmpty()) {
			application.addInitializers(run::join);
		}
	}

	private void lookFirst(SpringApplication application, List<String> arguments) {
		List<String> options = List.of();
		if (!Birth.isOfThisProcess()) {
			// a daemon was looked at by its launcher, and starts no other
			this.commandLine = CommandLine.ofThisProcess(CommandLine.workingDirectory());
			options = this.commandLine.jvmOptions();
		}
		if (this.commandLine == null || ApplicationStart.isForeground(arguments)
				|| Debugger.option(options).isPresent()) {
			this.compilers.release(); // it will launch nothing
		}
		this.start = SpringStart.of(application, options);
		this.refusal = this.start.refusal();
		if (this.refusal.isEmpty() && classesDirectory(application).isEmpty()) {
			Rehearsal.start(this.commandLine, this.compilers);
		}
	}

	/**
	 * Whether this is a start that could be expected to become a daemon.
	 */
	private boolean isStart() {
		return this.start != null && (this.refusal.isEmpty() || !this.refusal.get().quiet());
	}

	private boolean isDaemon(ApplicationEnvironmentPreparedEvent event, LaunchConsole console) {
		if (!DaemonSettings.isEnabled(event.getEnvironment())) {
			return false;
		}
		if (this.refusal.isPresent()) {
			if (ControllingTerminal.isPresent() && !ApplicationStart.isForeground(List.of(event.getArgs()))) {
				console.refusal(this.refusal.get());
			}
			return false;
		}
		return DECIDED.compareAndSet(false, true);
	}

	private void decide(ApplicationEnvironmentPreparedEvent event, LaunchConsole console) {
		Birth birth = Birth.ofThisProcess();
		if (birth != null) {
			RUN.set(DaemonBirth.begin(birth, event.getSpringApplication(), event.getEnvironment()));
			return;
		}
		if (this.start == null || this.commandLine == null) {
			throw new IllegalStateException("The start has not been looked at");
		}
		ApplicationStart start = new ApplicationStart(event, this.start, this.commandLine, console);
		Verb verb = VerbRun.verb(start);
		if (verb != null) {
			System.exit(new VerbRun(verb, start).run());
		}
		DaemonRun run = start.proceed();
		if (run != null) {
			RUN.set(run);
		}
	}

	private static Optional<Path> classesDirectory(SpringApplication application) {
		return OwnStart.classesDirectory(application.getMainApplicationClass());
	}

}
