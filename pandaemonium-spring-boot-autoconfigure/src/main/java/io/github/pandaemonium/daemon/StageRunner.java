package io.github.pandaemonium.daemon;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.launch.ControllingTerminal;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Credentials;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.signal.SignalHandlers;
import io.github.pandaemonium.signal.SignalScope;
import org.jspecify.annotations.Nullable;

/**
 * Passes the stages in this process: each once and in order, one that is asked for after
 * those before it. Stages that the process was born with count as passed.
 *
 * @since 0.1.0
 */
public final class StageRunner {

	private static final int FIRST_INHERITED = 3;

	private final Supplier<Posix> posix;

	private final DaemonOptions options;

	private final DaemonMode mode;

	private final SignalHandlers signals;

	private final Consumer<Stage> listener;

	/** Whether the launcher's parent wrote the pid file for us, and it stays as it is. */
	private final boolean pidFileOfCaller;

	/** Whether the file goes on to name the predecessor until this process is ready. */
	private final boolean takesOver;

	private final Map<Stage, Instant> passed = Collections.synchronizedMap(new EnumMap<>(Stage.class));

	private int done;

	/** Whether steps after the last stage that was given at birth are still to come. */
	private boolean stepsOfBirth;

	/**
	 * Creates the runner.
	 * @param posix the system calls, asked for only where a stage needs them
	 * @param options what the daemon is like
	 * @param mode how the process is run
	 * @param birth what the process was born with, if it was
	 * @param signals what stage 7 installs
	 * @param listener told of each stage before it is passed
	 */
	public StageRunner(Supplier<Posix> posix, DaemonOptions options, DaemonMode mode, @Nullable Birth birth,
			SignalHandlers signals, Consumer<Stage> listener) {
		this.posix = posix;
		this.options = options;
		this.mode = mode;
		this.signals = signals;
		this.listener = listener;
		this.pidFileOfCaller = birth != null && birth.pidFile() != null && birth.lock() < 0;
		this.takesOver = birth != null && birth.succession() != null;
		if (birth != null) {
			Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
			for (int number = 1; number <= birth.stages(); number++) {
				if (mode.includes(Stage.of(number))) {
					this.passed.put(Stage.of(number), start);
				}
			}
			this.done = birth.stages();
			this.stepsOfBirth = true;
		}
	}

	/**
	 * Passes all stages up to the given one that have not been passed.
	 * @param last the last stage
	 * @throws DaemonException if one can't be passed
	 */
	public synchronized void runThrough(Stage last) {
		if (this.stepsOfBirth && this.done > 0) {
			this.stepsOfBirth = false;
			runAdded(Stage.of(this.done));
		}
		while (this.done < last.number()) {
			Stage stage = Stage.of(this.done + 1);
			this.done++;
			if (this.mode.includes(stage)) {
				pass(stage);
			}
		}
	}

	/**
	 * Returns the stages that have been passed.
	 * @return when each was passed, in their order
	 */
	public Map<Stage, Instant> passed() {
		synchronized (this.passed) {
			return Collections.unmodifiableMap(new EnumMap<>(this.passed));
		}
	}

	/**
	 * Opens the files of standard output and error again, where this process has put them
	 * there. That is what a program that rotates logs asks for.
	 * @throws DaemonException if one can't be opened, and is what it was
	 */
	public void reopenStreams() {
		if (this.passed.containsKey(Stage.STREAMS) && !this.options.replaced().containsKey(Stage.STREAMS)) {
			new Streams(this.posix.get(), this.options).reopen();
		}
	}

	private void pass(Stage stage) {
		this.listener.accept(stage);
		StageStep replacement = this.options.replaced().get(stage);
		run(stage, (replacement != null) ? replacement : () -> perform(stage), stage.purpose());
		this.passed.put(stage, Instant.now());
		runAdded(stage);
	}

	private void run(Stage stage, StageStep step, String purpose) {
		try {
			step.run();
		}
		catch (PosixException ex) {
			throw new DaemonException(stage, "Unable to " + purpose + ": " + ex.getMessage(), ex);
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new DaemonException(stage, "Unable to " + purpose + ": " + ex, ex);
		}
	}

	private void perform(Stage stage) {
		switch (stage) {
			case DETACH -> {
				// a process can't leave its caller later than at birth
			}
			case CORE_DUMPS -> preventCoreDumps();
			case IDENTITY -> changeIdentity();
			case UMASK -> this.posix.get().umask(this.options.umask());
			case WORKING_DIRECTORY -> this.posix.get().chdir(this.options.workingDirectory().toString());
			case PID_FILE -> writePidFile();
			case SIGNALS -> this.signals.install(scope());
			case INHERITED_FILES -> closeInheritedFiles();
			case STREAMS -> new Streams(this.posix.get(), this.options).redirect();
		}
	}

	private void preventCoreDumps() {
		if (this.options.preventCore()) {
			this.posix.get().preventCoreDumps();
		}
	}

	/**
	 * In a running JVM, {@code user.name} and what was opened before stay as they were;
	 * it happens here only after a step that had to come first.
	 */
	private void changeIdentity() {
		Credentials credentials = new Identity(this.posix.get(), this.options).credentials();
		if (credentials != null) {
			int dumpable = this.posix.get().dumpable(-1);
			this.posix.get().assume(credentials);
			this.posix.get().dumpable(dumpable);
		}
	}

	private void writePidFile() {
		PidLockFile file = this.options.pidFile();
		if (file != null && !this.pidFileOfCaller) {
			if (!file.isPrimary()) {
				file.acquire();
			}
			if (!this.takesOver) {
				file.seal();
			}
		}
	}

	private SignalScope scope() {
		if (this.mode != DaemonMode.FOREGROUND) {
			return SignalScope.DAEMON;
		}
		return ControllingTerminal.isPresent() ? SignalScope.TERMINAL : SignalScope.FOREGROUND;
	}

	/**
	 * What the caller left open was closed when the daemon's process began. In a process
	 * of the caller's own, files of the JVM are among them: those are kept from programs
	 * that it starts.
	 */
	private void closeInheritedFiles() {
		List<Integer> kept = Inheritance.descriptors(this.options.inheritFiles());
		this.posix.get().closeOnExecFrom(FIRST_INHERITED);
		kept.forEach((fd) -> this.posix.get().setCloseOnExec(fd, false));
	}

	private void runAdded(Stage stage) {
		for (StageStep step : this.options.added().getOrDefault(stage, List.of())) {
			run(stage, step, "run the step after " + stage);
		}
	}

}
