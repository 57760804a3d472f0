package io.github.pandaemonium.daemon;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.launch.StartResult;
import org.jspecify.annotations.Nullable;

/**
 * A daemon without Spring, in the manner of {@link Thread}: give it a target, or subclass
 * it and override {@link #run()}.
 * <p>
 * A JVM cannot fork. The daemon is a new JVM with the same command line, in which
 * {@code main} runs again and comes to the same {@code Daemon}; there {@link #start()}
 * passes the stages, runs the daemon and exits. Whatever {@code main} does before it is
 * done in both.
 *
 * @since 0.1.0
 */
public class Daemon {

	private final DaemonOptions options;

	private final @Nullable StageStep target;

	private final ThisProcess process;

	private final int ordinal;

	private @Nullable DaemonBody body;

	private boolean launched;

	private String output = "";

	private String error = "";

	/**
	 * Creates a daemon whose {@link #run()} a subclass overrides.
	 * @param options what the daemon is like, see {@link #builder()}
	 */
	protected Daemon(DaemonOptions options) {
		this(options, null);
	}

	Daemon(DaemonOptions options, @Nullable StageStep target) {
		this(options, target, new ThisProcess());
	}

	Daemon(DaemonOptions options, @Nullable StageStep target, ThisProcess process) {
		this.options = options;
		this.target = target;
		this.process = process;
		this.ordinal = process.nextStart();
	}

	/**
	 * Starts to build a daemon.
	 * @return the builder
	 */
	public static DaemonBuilder builder() {
		return new DaemonBuilder();
	}

	/**
	 * Does the daemon's work. Unless overridden, runs the target.
	 * @throws Exception if the daemon fails; it ends with status 1
	 */
	protected void run() throws Exception {
		if (this.target != null) {
			this.target.run();
		}
	}

	/**
	 * Returns what a subclass does in place of a stage. Unless overridden, nothing: the
	 * stage is passed as the options say.
	 * @param stage the stage
	 * @return the step, or {@code null}
	 */
	protected @Nullable StageStep replacement(Stage stage) {
		return null;
	}

	/**
	 * Starts the daemon. In the launcher this returns once the daemon has passed its
	 * stages, and the launcher goes on as it was. In the daemon it never returns:
	 * {@link #run()} is run and the process exits.
	 * @throws StartException if the daemon did not come up
	 * @throws InvalidOptionException if an option can't be
	 */
	public final void start() {
		if (isDaemon(Stage.STREAMS, false)) {
			body().runThrough(Stage.STREAMS);
			body().ready();
			this.process.exit(work());
		}
	}

	/**
	 * Becomes the daemon: goes on only in the daemon's process, with all stages passed.
	 * The launcher prints what the daemon printed and ends, with status 0 if the daemon
	 * came up.
	 */
	public final void activate() {
		runThrough(Stage.STREAMS);
		body().ready();
	}

	/**
	 * Passes the stages up to the given one that have not been passed, and goes on only
	 * in the daemon's process, so that the caller can do steps of its own before
	 * {@link #start()} or {@link #activate()} does the rest. The launcher waits for that
	 * rest, prints what the daemon printed and ends.
	 * @param stage the last stage
	 */
	public final void runThrough(Stage stage) {
		if (isDaemon(stage, true)) {
			body().runThrough(stage);
		}
		else {
			throw new IllegalStateException("This process is another daemon of the program");
		}
	}

	/**
	 * Starts the daemon, prints what it printed, and ends the launcher: with status 0 if
	 * the daemon came up.
	 */
	public final void report() {
		try {
			start();
		}
		catch (StartException ex) {
			quit(ex);
			return;
		}
		quit(null);
	}

	/**
	 * Takes what the daemon printed until stage 9. Called in the launcher, before
	 * {@link #start()} returns or throws. Unless overridden, keeps it as
	 * {@link #output()} and {@link #error()}.
	 * @param result how the start went, with what was printed
	 */
	protected void monitor(StartResult result) {
		this.output = result.output();
		this.error = result.error();
	}

	/**
	 * Returns what the daemon wrote to its standard output until stage 9.
	 * @return the text, empty before the start
	 */
	public final String output() {
		return this.output;
	}

	/**
	 * Returns what the daemon wrote to its standard error until stage 9.
	 * @return the text, empty before the start
	 */
	public final String error() {
		return this.error;
	}

	/**
	 * Returns the stages that this process has passed.
	 * @return when each was passed, in their order; empty in the launcher
	 */
	public final Map<Stage, java.time.Instant> stages() {
		return (this.body != null) ? this.body.stages() : Map.of();
	}

	/**
	 * Finds out which process this is; in the launcher, starts the other one.
	 */
	private boolean isDaemon(Stage stage, boolean quit) {
		if (this.body != null) {
			return true;
		}
		if (this.launched) {
			throw new IllegalStateException("A daemon can be started once");
		}
		Birth birth = Birth.ofThisProcess();
		if (birth != null) {
			if (birth.ordinal() == this.ordinal) {
				this.body = DaemonBody.born(options(), birth, this.process);
			}
			return this.body != null;
		}
		DaemonStart start = new DaemonStart(options(), this.ordinal);
		if (!start.detaches()) {
			this.body = start.inPlace(this.process);
			return true;
		}
		this.launched = true;
		StartResult result = start.launch(stage);
		monitor(result);
		StartException failure = result.isSuccess() ? null : new StartException(result, this.options);
		if (quit) {
			quit(failure);
		}
		else if (failure != null) {
			throw failure;
		}
		return false;
	}

	private void quit(@Nullable StartException failure) {
		this.process.printOutput(output());
		this.process.printError(error());
		if (failure != null) {
			this.process.printError(failure.getMessage() + "\n");
		}
		this.process.exit((failure != null) ? failure.getExitStatus() : 0);
	}

	private int work() {
		try {
			run();
			return 0;
		}
		catch (Throwable ex) {
			StringWriter trace = new StringWriter();
			ex.printStackTrace(new PrintWriter(trace));
			this.process.printError(trace.toString());
			return 1;
		}
	}

	private DaemonOptions options() {
		return this.options.replacing(this::replacement);
	}

	private DaemonBody body() {
		if (this.body == null) {
			throw new IllegalStateException("This process is not the daemon");
		}
		return this.body;
	}

}
