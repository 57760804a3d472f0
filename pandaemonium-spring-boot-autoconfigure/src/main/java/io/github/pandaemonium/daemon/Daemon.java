package io.github.pandaemonium.daemon;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;

import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.signal.ReceivedSignal;
import org.jspecify.annotations.Nullable;

/**
 * A daemon without Spring, in the manner of {@link Thread}: give it a target, or subclass
 * it and override {@link #run()}.
 * <p>
 * A JVM cannot fork. The daemon is a new JVM with the same command line, in which
 * {@code main} runs again and comes to the same {@code Daemon}; there {@link #start()}
 * passes the stages, runs the daemon and exits. Whatever {@code main} does before it is
 * done in both. Their working directories differ: what belongs where the program was
 * launched is resolved against {@link #launchDirectory()}.
 * <p>
 * Of several daemons in one program each gets a process of its own, in which
 * {@link #start()} of the others does nothing.
 *
 * @since 0.1.0
 */
public class Daemon {

	private final DaemonOptions options;

	private final @Nullable StageStep target;

	private final ThisProcess process;

	private final int ordinal;

	private @Nullable DaemonBody body;

	private @Nullable DaemonStart launcher;

	private @Nullable StartResult result;

	private boolean launched;

	private String output = "";

	private String error = "";

	/**
	 * Creates a daemon with all the defaults, whose {@link #run()} a subclass overrides.
	 */
	protected Daemon() {
		this(builder().options());
	}

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
		this.ordinal = process.nextOrdinal();
	}

	/**
	 * Starts to build a daemon.
	 * @return the builder
	 */
	public static DaemonBuilder builder() {
		return new DaemonBuilder();
	}

	/**
	 * Returns the directory in which the program was launched, which is the same in the
	 * launcher and in the daemon.
	 * @return the absolute path
	 */
	public static Path launchDirectory() {
		Birth birth = Birth.ofThisProcess();
		return (birth != null) ? birth.directory() : CommandLine.workingDirectory();
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
	 * stage is passed as the options say. Asked in the launcher too, which must know what
	 * the daemon can be given at birth; the step itself runs in the daemon only.
	 * @param stage the stage
	 * @return the step, or {@code null}
	 */
	protected @Nullable StageStep replacement(Stage stage) {
		return null;
	}

	/**
	 * Hears of every signal that is mapped to anything but {@code ignore} and
	 * {@code default}, in the daemon, after the listener that it may be mapped to. Unless
	 * overridden, does nothing.
	 * @param signal the signal
	 */
	protected void onSignal(ReceivedSignal signal) {
	}

	/**
	 * Starts the daemon. In the launcher this returns once the daemon has passed its
	 * stages, and the launcher goes on as it was. In the daemon it never returns:
	 * {@link #run()} is run and the process exits.
	 * @throws StartException if the daemon did not come up
	 * @throws InvalidOptionException if an option can't be
	 * @throws LaunchException if it is not called by the program's own {@code main}
	 * @throws io.github.pandaemonium.pidfile.PidLockFileException if the pid file can't
	 * be had
	 */
	public final void start() {
		DaemonBody body = embody();
		if (body != null) {
			body.runThrough(Stage.STREAMS);
			body.ready();
			this.process.exit(work());
		}
		else if (!isAnother()) {
			launch(Stage.STREAMS, () -> {
			});
		}
	}

	/**
	 * Becomes the daemon: goes on only in the daemon's process, with all stages passed.
	 * The launcher prints what the daemon printed and ends, with status 0 if the daemon
	 * came up.
	 */
	public final void activate() {
		become(Stage.STREAMS).ready();
	}

	/**
	 * Passes the stages up to the given one that have not been passed, and goes on only
	 * in the daemon's process, so that the caller can do steps of its own before
	 * {@link #start()} or {@link #activate()} does the rest. The launcher waits for that
	 * rest, prints what the daemon printed and ends.
	 * @param stage the last stage
	 */
	public final void runThrough(Stage stage) {
		become(stage);
	}

	/**
	 * Starts the daemon, prints what it printed, and ends the launcher: with status 0 if
	 * the daemon came up.
	 */
	public final void report() {
		if (embody() != null || isAnother()) {
			start();
		}
		else {
			launchAndQuit(Stage.STREAMS);
		}
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
	 * Returns the process id of the daemon.
	 * @return the id; nothing before the start, or where no process came of it
	 */
	public final OptionalInt pid() {
		if (this.body != null) {
			return OptionalInt.of((int) ProcessHandle.current().pid());
		}
		StartResult result = this.result;
		return (result != null && result.pid() > 0) ? OptionalInt.of(result.pid()) : OptionalInt.empty();
	}

	/**
	 * Returns the stages that this process has passed.
	 * @return when each was passed, in their order; empty in the launcher
	 */
	public final Map<Stage, Instant> stages() {
		return (this.body != null) ? this.body.stages() : Map.of();
	}

	private DaemonBody become(Stage stage) {
		DaemonBody body = embody();
		if (body == null) {
			if (isAnother()) {
				throw new IllegalStateException("This process is another daemon of the program");
			}
			launchAndQuit(stage);
			throw new IllegalStateException("The launcher goes on after its end");
		}
		body.runThrough(stage);
		return body;
	}

	/**
	 * Returns the daemon's side where this process is the daemon, else {@code null}.
	 */
	private @Nullable DaemonBody embody() {
		if (this.body != null) {
			return this.body;
		}
		if (this.launched) {
			throw new IllegalStateException("A daemon can be started once");
		}
		if (this.process.isEmbodied()) {
			throw new LaunchException("A daemon can't start another one",
					"Start all the daemons of a program from its main, before it becomes one of them.");
		}
		Birth birth = Birth.ofThisProcess();
		if (birth == null) {
			this.body = launcher().inPlace(this.process, this::onSignal);
		}
		else if (birth.ordinal() == this.ordinal) {
			this.body = DaemonBody.born(options(), birth, this.process, this::onSignal);
		}
		this.process.embodied(this.body != null);
		return this.body;
	}

	/**
	 * Whether this process is another daemon of the program, or will be.
	 */
	private static boolean isAnother() {
		return Birth.ofThisProcess() != null;
	}

	private void launch(Stage last, Runnable onInterrupt) {
		DaemonStart start = launcher();
		start.requireOwnStart();
		this.launched = true;
		StartResult result = start.launch(last, onInterrupt);
		this.result = result;
		monitor(result);
		if (!result.isSuccess()) {
			throw new StartException(result, this.options);
		}
	}

	private void launchAndQuit(Stage last) {
		launcher().requireOwnStart(); // a test or a tool must not be ended
		StartFailure failure = null;
		try {
			launch(last, () -> this.process.printError(new LaunchInterruptedException().getMessage() + "\n"));
		}
		catch (LaunchInterruptedException ex) {
			this.process.exit(1); // comes to an end with the exit that is on its way
		}
		catch (RuntimeException ex) {
			failure = StartFailure.of(ex);
			if (failure == null) {
				throw ex;
			}
		}
		this.process.printOutput(output());
		this.process.printError(error());
		if (failure != null) {
			this.process.printError(failure.text());
		}
		this.process.exit((failure != null) ? failure.status() : 0);
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

	private DaemonStart launcher() {
		if (this.launcher == null) {
			this.launcher = new DaemonStart(options(), this.ordinal);
		}
		return this.launcher;
	}

	private DaemonOptions options() {
		return this.options.replacing(this::replacement);
	}

}
