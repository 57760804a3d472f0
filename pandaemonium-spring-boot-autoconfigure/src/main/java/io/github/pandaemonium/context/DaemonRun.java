package io.github.pandaemonium.context;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pandaemonium.context.config.LoadedConfiguration;
import io.github.pandaemonium.context.config.UnreadableConfigurationException;
import io.github.pandaemonium.context.logging.LogFileLocation;
import io.github.pandaemonium.context.logging.LogFiles;
import io.github.pandaemonium.context.notification.DaemonNotification;
import io.github.pandaemonium.context.notification.NotificationSettings;
import io.github.pandaemonium.context.reload.DaemonReload;
import io.github.pandaemonium.daemon.Abandonment;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.StageRunner;
import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.ControlPipe;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.signal.SignalHandlers;
import io.github.pandaemonium.socket.ListeningSockets;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The application in the process that does the work, from the prepared environment until
 * it is ready: a daemon, a supervised or a foreground process.
 */
final class DaemonRun {

	/** Daemons of plain Java programs count from 1. */
	static final int ORDINAL = 0;

	private final DaemonOptions options;

	private final DaemonMode mode;

	private final @Nullable Birth birth;

	private final SpringApplication application;

	private final @Nullable ControlPipe control;

	private final ListeningSockets sockets;

	private final DaemonLifecycle lifecycle;

	private final DaemonSignals signals;

	private final StageRunner runner;

	private final DaemonOperation operation;

	private final DaemonHandover handover;

	private final DaemonRestart restart;

	/** Whether a successor is the service or given up: whatever comes first. */
	private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);

	private final DaemonRunListener listener = new DaemonRunListener(this);

	private final DaemonNotification notification;

	private final StartReports reports;

	DaemonRun(DaemonOptions options, DaemonMode mode, @Nullable Birth birth, SpringApplication application,
			NotificationSettings notification, ListeningSockets sockets) {
		this.sockets = sockets;
		this.options = options;
		this.mode = mode;
		this.birth = birth;
		this.application = application;
		this.control = (birth != null) ? new ControlPipe(NativeAccess.posix(), birth) : null;
		PidLockFile pidFile = options.pidFile();
		this.lifecycle = new DaemonLifecycle(mode, (pidFile != null) ? pidFile.path() : null, this::stages);
		this.signals = new DaemonSignals(this.lifecycle, options.signalMap(),
				new LogFiles(this::reopenStreams, application.getClassLoader()));
		this.handover = new DaemonHandover(mode, pidFile, sockets, this::leave, this::reopenControlSocket);
		this.operation = new DaemonOperation(this.lifecycle, options.startTimeout(), this.signals::isClosed,
				this.handover);
		this.notification = new DaemonNotification(notification, mode != DaemonMode.DETACHED,
				this.signals.dispatcher()::delivering);
		this.reports = new StartReports(application, this.control, this.notification, this.operation);
		this.restart = new DaemonRestart(mode, (birth != null) ? birth.directory() : CommandLine.workingDirectory(),
				(environment) -> DaemonSteps.of(application, environment), this.handover, this.notification,
				this.operation::state);
		this.lifecycle.restartedBy(this.restart::request);
		SignalHandlers handlers = new SignalHandlers(options.signalMap(), this.signals.dispatcher(),
				NativeAccess::posix, System::exit);
		this.runner = new StageRunner(NativeAccess::posix, options, mode, birth, handlers,
				(stage) -> progress("stage " + stage.number() + ", " + stage.purpose()));
	}

	/**
	 * Does what comes before logging starts, and joins the application.
	 */
	void begin(ConfigurableEnvironment environment) {
		try {
			reachLauncher();
			PidLockFile pidFile = this.options.pidFile();
			if (pidFile != null) {
				SpringApplication.getShutdownHandlers().add(() -> {
					this.operation.close();
					pidFile.releaseAtExit();
				});
			}
			if (this.birth != null) {
				adopt(this.birth, environment);
			}
			if (this.birth == null || this.birth.stages() < Stage.WORKING_DIRECTORY.number()) {
				// now, since logging creates its file as whoever this process is
				this.runner.runThrough(Stage.WORKING_DIRECTORY);
			}
		}
		catch (RuntimeException ex) {
			// a supervisor is told by whoever catches it
			this.reports.failedForLauncher(ex, null);
			throw ex;
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::stopping, "pandaemonium-handover-stop"));
		this.application.addInitializers(new DaemonApplicationContextInitializer(this));
		this.application.addListeners(this.listener);
		progress("the start of logging");
	}

	/**
	 * Passes the stages that are left and joins the context.
	 */
	void initialize(ConfigurableApplicationContext context) {
		// until the context is prepared, only its own listeners hear that it fails
		context.addApplicationListener(this.listener);
		this.runner.runThrough(Stage.STREAMS);
		if (predecessor() == 0) {
			this.operation.open();
		}
		this.notification.begin();
		this.reports.stages();
		this.reports.join(context);
		join(context);
		progress("the context");
	}

	/**
	 * Joins a context: that of the application, or of one that main runs after that has
	 * been closed.
	 */
	void join(ConfigurableApplicationContext context) {
		// as late as this, since the definition that the auto-configuration or the AOT
		// processing has for it would destroy an earlier one
		context.addBeanFactoryPostProcessor((factory) -> {
			factory.registerSingleton("daemonLifecycle", this.lifecycle);
			factory.registerSingleton("listeningSockets", this.sockets);
		});
		this.signals.join(context);
		this.restart.join(context);
		reload().join(context);
		this.notification.join(context, reload());
	}

	/**
	 * Whether the context that was joined is gone.
	 */
	boolean isAlone() {
		return this.signals.isAlone();
	}

	/**
	 * Returns what reloads the configuration of the context.
	 */
	DaemonReload reload() {
		return this.lifecycle.daemonReload();
	}

	void ready(ConfigurableEnvironment environment) {
		this.reports.complete();
		this.operation.ready(LogFileLocation.of(environment));
		takeOver();
		this.reports.ready(LogFileLocation.of(environment));
		this.signals.dispatcher().open();
		PidFileWatch.start(this.options.pidFile());
		this.operation.rehearse();
	}

	/**
	 * From now on this process is the service: first for those who look at the pid file,
	 * then for those who ask, then for its clients.
	 */
	private void takeOver() {
		PidLockFile pidFile = this.options.pidFile();
		if (predecessor() != 0 && pidFile != null) {
			if (!this.fate.compareAndSet(Fate.OPEN, Fate.TAKEN_OVER)) {
				throw new IllegalStateException("This process is to end: it does not take over");
			}
			pidFile.succeed(predecessor());
			this.operation.open();
		}
		this.sockets.gate().open();
	}

	/**
	 * Neither is a successor wanted from now on, nor does this process become one.
	 */
	private void stopping() {
		this.fate.compareAndSet(Fate.OPEN, Fate.ABANDONED);
		this.handover.stopping();
	}

	private int predecessor() {
		Birth birth = this.birth;
		return (birth != null && birth.succession() != null) ? birth.succession().predecessor() : 0;
	}

	/**
	 * Leaves pid file and control socket to the process that has taken over.
	 */
	private void leave() {
		PidLockFile pidFile = this.options.pidFile();
		if (pidFile != null) {
			pidFile.abandon();
		}
		this.lifecycle.stop();
	}

	private void reopenControlSocket() {
		this.operation.reopen();
	}

	void failed(Throwable failure, @Nullable ConfigurableApplicationContext context) {
		this.reports.failed(failure, context);
	}

	void progress(String step) {
		this.reports.progress(step);
	}

	SpringApplication application() {
		return this.application;
	}

	private Map<Stage, java.time.Instant> stages() {
		return this.runner.passed();
	}

	private void reopenStreams() {
		this.runner.reopenStreams();
	}

	private void reachLauncher() {
		ControlPipe control = this.control;
		if (control == null || !control.isOpen()) {
			return;
		}
		control.born();
		Abandonment abandonment = new Abandonment(this.options.pidFile(), (status) -> {
			this.operation.close(); // no hook may come to it
			System.exit(status);
		});
		control.watch(() -> {
			// a successor that has taken over is known to its predecessor, which leaves
			if (this.fate.compareAndSet(Fate.OPEN, Fate.ABANDONED)) {
				abandonment.run();
			}
		});
		Thread main = Thread.currentThread();
		Thread.UncaughtExceptionHandler handler = main.getUncaughtExceptionHandler();
		main.setUncaughtExceptionHandler((thread, failure) -> {
			failed(failure, null);
			handler.uncaughtException(thread, failure);
		});
	}

	/**
	 * What the launcher read must be there, and the lock becomes close-on-exec.
	 */
	private void adopt(Birth birth, ConfigurableEnvironment environment) {
		PidLockFile pidFile = this.options.pidFile();
		if (pidFile != null && birth.lock() >= 0) {
			pidFile.acquire();
		}
		List<String> missing = new LoadedConfiguration(birth.configuration())
			.missingFrom(LoadedConfiguration.of(environment, CommandLine.workingDirectory()));
		if (!missing.isEmpty()) {
			throw new UnreadableConfigurationException(missing, System.getProperty("user.name", "?"));
		}
	}

	/**
	 * What becomes of a successor.
	 */
	private enum Fate {

		OPEN, TAKEN_OVER, ABANDONED

	}

}
