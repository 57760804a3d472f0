package io.github.pandaemonium.context;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.pandaemonium.context.config.FreshConfiguration;
import io.github.pandaemonium.context.config.LoadedConfiguration;
import io.github.pandaemonium.context.notification.DaemonNotification;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Launcher;
import io.github.pandaemonium.daemon.Predecessor;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.StartException;
import io.github.pandaemonium.daemon.WaitFor;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.JvmOutput;
import io.github.pandaemonium.launch.ModuleOptions;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.launch.Succession;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.socket.SocketAdoption;
import io.github.pandaemonium.socket.SocketCopies;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Has this process start its own successor, with its own command line and as the user who
 * it is: what was done with the privileges of its launcher can't be repeated.
 */
final class DaemonRestart {

	private static final Log logger = LogFactory.getLog(DaemonRestart.class);

	private static final int MOST_LINES = 3;

	private static final int LONGEST_LINE = 300;

	private final DaemonMode mode;

	private final Path directory;

	private final Function<ConfigurableEnvironment, List<DaemonStep>> steps;

	private final DaemonHandover handover;

	private final DaemonNotification notification;

	private final Supplier<String> state;

	private volatile @Nullable ConfigurableApplicationContext context;

	/**
	 * Creates the restart.
	 * @param mode how this process is run
	 * @param directory the directory in which it was launched
	 * @param steps the steps of the application's own, which the successor passes, too
	 * @param handover hands the sockets and the lock over
	 * @param notification tells the supervisor
	 * @param state what this process does
	 */
	DaemonRestart(DaemonMode mode, Path directory, Function<ConfigurableEnvironment, List<DaemonStep>> steps,
			DaemonHandover handover, DaemonNotification notification, Supplier<String> state) {
		this.mode = mode;
		this.directory = directory;
		this.steps = steps;
		this.handover = handover;
		this.notification = notification;
		this.state = state;
	}

	void join(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Begins, on a thread of its own.
	 * @return what becomes of it, never an exception
	 */
	CompletableFuture<RestartResult> request() {
		CompletableFuture<RestartResult> future = new CompletableFuture<>();
		Thread thread = new Thread(() -> run(future), "pandaemonium-restart");
		thread.setDaemon(true);
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) { // of threads
			future.complete(RestartResult.failure(String.valueOf(ex)));
		}
		return future;
	}

	private void run(CompletableFuture<RestartResult> future) {
		String obstacle = obstacle();
		ConfigurableApplicationContext context = this.context;
		if (obstacle != null || context == null) {
			future.complete(RestartResult.failure(String.valueOf(obstacle)));
			return;
		}
		// when this process stops, the launcher's hook ends the successor
		if (!this.handover.enter(() -> {
		})) {
			future.complete(RestartResult.failure(DaemonHandover.UNDER_WAY));
			return;
		}
		RestartResult result = RestartResult.failure("it failed");
		try {
			result = launch(context);
		}
		catch (RuntimeException ex) {
			result = RestartResult.failure(reason(ex, context));
		}
		finally {
			future.complete(result); // before this process leaves
			this.handover.exit();
		}
	}

	private @Nullable String obstacle() {
		if (this.mode == DaemonMode.FOREGROUND) {
			return "it runs in the foreground";
		}
		if (this.mode == DaemonMode.SUPERVISED
				&& (!this.notification.isActive() || ProcessHandle.current().pid() == 1)) {
			return "it is run by a supervisor that can't be told of a successor";
		}
		return this.handover.obstacle(this.state.get());
	}

	private RestartResult launch(ConfigurableApplicationContext context) {
		Posix posix = NativeAccess.posix();
		ConfigurableEnvironment environment = FreshConfiguration.read(context).environment(context.getEnvironment());
		DaemonOptions options = DaemonSettings.of(environment, this.directory).options(this.steps.apply(environment));
		PidLockFile pidFile = options.pidFile();
		if (pidFile == null) {
			return RestartResult.failure("it has no pid file");
		}
		if (options.waitFor() != WaitFor.READY) {
			return RestartResult.failure(Replacement.NOT_AWAITED);
		}
		boolean supervised = this.mode == DaemonMode.SUPERVISED;
		CommandLine commandLine = CommandLine.ofThisProcess(this.directory);
		Launcher launcher = new Launcher(posix, options, commandLine, this.directory,
				LoadedConfiguration.of(environment, this.directory).files())
			.handingOn(List.of(), ModuleOptions.missing(commandLine, SocketAdoption.OPTION))
			.succeeding(new Self(supervised))
			// the launcher closes them, and this process may have to go on
			.opening(() -> SocketCopies.of(posix, this.handover.descriptors()));
		int lock = posix.dup(this.handover.lock(), SocketCopies.LEAST);
		boolean adopted = false;
		try {
			pidFile.adopt(lock);
			adopted = true;
			StartResult result = launcher.launch(Stage.STREAMS, DaemonRun.ORDINAL, (step) -> {
			});
			if (!result.isSuccess()) {
				return RestartResult.failure(reason(new StartException(result, options), context));
			}
			if (supervised && !this.notification.succeeded(result.pid()) && !this.state.get().equals("stopping")) {
				logger.error("The supervisor has not read that process " + result.pid()
						+ " is the main one now: it may take the end of this one for the end of the service");
			}
			return RestartResult.of(result.pid());
		}
		finally {
			if (adopted) {
				pidFile.abandon();
			}
			else {
				posix.close(lock);
			}
		}
	}

	/**
	 * What went wrong; of a JVM that has not come up, nobody but itself knows.
	 */
	private static String reason(RuntimeException failure, ConfigurableApplicationContext context) {
		String reason = FailureReport.of(failure, context.getClassLoader(), context).description().strip();
		if (failure instanceof StartException start && start.getResult().isEndOfJvm()) {
			String words = JvmOutput.reasons(start.getResult().error() + "\n" + start.getResult().output())
				.limit(MOST_LINES)
				.map((line) -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
				.collect(Collectors.joining("; "));
			return words.isEmpty() ? reason : reason + ": " + words;
		}
		return reason;
	}

	/**
	 * This process, whose end the launcher's own hook sees.
	 *
	 * @param supervised whether it is a supervisor's
	 */
	private record Self(boolean supervised) implements Predecessor {

		@Override
		public Succession succession() {
			return new Succession(Math.toIntExact(ProcessHandle.current().pid()), this.supervised);
		}

		@Override
		public void onStop(Runnable action) {
			// nobody but this process stops it
		}

	}

}
