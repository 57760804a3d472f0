package io.github.pandaemonium.context;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.pandaemonium.context.reload.DaemonReload;
import io.github.pandaemonium.context.reload.DaemonReloadEvent;
import io.github.pandaemonium.context.reload.DaemonReloadingEvent;
import io.github.pandaemonium.context.reload.ReloadResult;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.Stage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The daemon that this application is, for its own beans. Where the application is run
 * otherwise, as in a test, there is one too, whose mode is {@link DaemonMode#NONE}.
 *
 * @since 0.1.0
 */
public final class DaemonLifecycle {

	private static final Log logger = LogFactory.getLog(DaemonLifecycle.class);

	private final DaemonMode mode;

	private final Instant startTime;

	private final @Nullable Path pidFile;

	private final Supplier<Map<Stage, Instant>> stages;

	private final DaemonReload reload = new DaemonReload(this);

	private volatile Supplier<CompletableFuture<RestartResult>> restart = () -> CompletableFuture
		.completedFuture(RestartResult.failure("it is not run as a daemon"));

	private final AtomicBoolean stopping = new AtomicBoolean();

	DaemonLifecycle(DaemonMode mode, @Nullable Path pidFile, Supplier<Map<Stage, Instant>> stages) {
		this.mode = mode;
		this.pidFile = pidFile;
		this.stages = stages;
		this.startTime = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
	}

	/**
	 * Describes an application that is not run as a daemon.
	 * @return a lifecycle without stages
	 */
	public static DaemonLifecycle none() {
		return new DaemonLifecycle(DaemonMode.NONE, null, Map::of);
	}

	/**
	 * Describes an application that is not run as a daemon, and whose configuration can
	 * be reloaded all the same.
	 * @param context the context of the application
	 * @return a lifecycle without stages
	 */
	public static DaemonLifecycle none(ConfigurableApplicationContext context) {
		DaemonLifecycle lifecycle = none();
		lifecycle.reload.join(context);
		return lifecycle;
	}

	/**
	 * Returns how the application is run.
	 * @return the mode
	 */
	public DaemonMode getMode() {
		return this.mode;
	}

	/**
	 * Returns the number of the process.
	 * @return the process id
	 */
	public long getPid() {
		return ProcessHandle.current().pid();
	}

	/**
	 * Returns when the process was started.
	 * @return the time
	 */
	public Instant getStartTime() {
		return this.startTime;
	}

	/**
	 * Returns the pid file.
	 * @return its path, or {@code null} where there is none
	 */
	public @Nullable Path getPidFile() {
		return this.pidFile;
	}

	/**
	 * Returns the stages that have been passed. Those that the process was born with have
	 * the time of its start.
	 * @return when each was passed, in their order
	 */
	public Map<Stage, Instant> getStages() {
		return this.stages.get();
	}

	/**
	 * Reloads the configuration as the action {@code reload} does, in every mode: in a
	 * test too, so that listeners can be tried. The files are read anew on a thread of
	 * its own. If they can't be read or parsed, if one has vanished, if a log level is
	 * none, or if a listener of {@link DaemonReloadingEvent} says so, nothing changes.
	 * Otherwise the environment gets the new values, log levels are set, Spring Cloud
	 * refreshes the context where it is there, and listeners get a
	 * {@link DaemonReloadEvent}. Only one reload runs at a time; all requests that come
	 * meanwhile share one that follows. Such a listener must therefore not wait for
	 * another reload.
	 * @return what became of it: it fails by a {@link ReloadResult} that says so, as it
	 * does while the application is starting or stopping, and never by an exception
	 */
	public CompletableFuture<ReloadResult> reload() {
		return this.reload.request();
	}

	/**
	 * Returns what became of the last reload that has ended.
	 * @return the result, or {@code null} where there was none yet
	 */
	public @Nullable ReloadResult getLastReload() {
		return this.reload.last();
	}

	/**
	 * Restarts the application as the action {@code restart} does: a new process with the
	 * same command line, and the jar and the configuration as they are now, gets the
	 * listening sockets and starts while this one serves. When it is ready this one
	 * finishes its requests and ends with status 0. Where it can't be started, is not
	 * ready within {@code start-timeout}, or there is no listening socket to hand over,
	 * this process goes on as if nothing had happened. Only one restart runs at a time.
	 * The new process is of this process's user: what the launcher did with its
	 * privileges is not repeated.
	 * @return what became of it; it fails by a {@link RestartResult} that says so, and
	 * never by an exception. After a success this process is about to end
	 */
	public CompletableFuture<RestartResult> restart() {
		return this.restart.get().thenApply((result) -> {
			if (!result.success()) {
				logger.warn("The restart has come to nothing: " + result.reason());
			}
			return result;
		});
	}

	/**
	 * Sets what restarts it.
	 */
	void restartedBy(Supplier<CompletableFuture<RestartResult>> restart) {
		this.restart = restart;
	}

	/**
	 * Stops the application as the action {@code terminate} does: starts the exit with
	 * status 0 on a thread of its own and returns at once. The context is closed, then
	 * the pid file is released.
	 */
	public void stop() {
		if (this.stopping.compareAndSet(false, true)) {
			new Thread(() -> System.exit(0), "pandaemonium-stop").start();
		}
	}

	DaemonReload daemonReload() {
		return this.reload;
	}

}
