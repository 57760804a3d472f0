package io.github.pandaemonium.daemon;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.launch.ControlPipe;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.signal.ReceivedSignal;
import io.github.pandaemonium.signal.SignalAction;
import io.github.pandaemonium.signal.SignalDispatcher;
import io.github.pandaemonium.signal.SignalHandlers;
import io.github.pandaemonium.signal.ThreadDump;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's side of a {@link Daemon} without Spring.
 */
final class DaemonBody {

	private final StageRunner runner;

	private final SignalDispatcher dispatcher;

	private final @Nullable ControlPipe control;

	private final AtomicBoolean ready = new AtomicBoolean();

	private DaemonBody(DaemonOptions options, DaemonMode mode, @Nullable Birth birth, ThisProcess process,
			Consumer<ReceivedSignal> listener) {
		Posix posix = NativeAccess.posix();
		this.control = (birth != null) ? new ControlPipe(posix, birth) : null;
		this.dispatcher = new SignalDispatcher((signal) -> {
			act(signal.action().kind(), process);
			listener.accept(signal);
		}, (signal, failure) -> process.printError("The listener of " + signal.name() + " failed: " + failure + "\n"),
				() -> process.exit(0));
		SignalHandlers signals = new SignalHandlers(options.signalMap(), this.dispatcher, () -> posix, process::exit);
		this.runner = new StageRunner(() -> posix, options, mode, birth, signals, this::progress);
		PidLockFile pidFile = options.pidFile();
		if (pidFile != null) {
			Runtime.getRuntime().addShutdownHook(new Thread(pidFile::releaseAtExit, "pandaemonium-pid-file"));
		}
	}

	/**
	 * The body in a process that a launcher started, or that replaced itself.
	 */
	static DaemonBody born(DaemonOptions options, Birth birth, ThisProcess process, Consumer<ReceivedSignal> listener) {
		DaemonBody body = new DaemonBody(options, birth.isInPlace() ? DaemonMode.SUPERVISED : DaemonMode.DETACHED,
				birth, process, listener);
		PidLockFile pidFile = options.pidFile();
		body.watch(new Abandonment(pidFile, process::exit));
		if (pidFile != null && birth.lock() >= 0 && !pidFile.isPrimary()) {
			// now, so that no program that is started before stage 6 gets the lock
			pidFile.acquire();
		}
		return body;
	}

	/**
	 * The body in a process that goes on as it is.
	 */
	static DaemonBody inPlace(DaemonOptions options, DaemonMode mode, ThisProcess process,
			Consumer<ReceivedSignal> listener) {
		return new DaemonBody(options, mode, null, process, listener);
	}

	void runThrough(Stage stage) {
		this.runner.runThrough(stage);
		if (this.control != null && stage == Stage.STREAMS) {
			this.control.stages();
		}
		else if (this.control != null) {
			this.control.progress("the program's own step after stage " + stage.number() + ", " + stage.purpose());
		}
	}

	void ready() {
		if (this.ready.compareAndSet(false, true)) {
			if (this.control != null) {
				this.control.ready(null);
			}
			this.dispatcher.open();
		}
	}

	Map<Stage, Instant> stages() {
		return this.runner.passed();
	}

	private void act(SignalAction.Kind action, ThisProcess process) {
		try {
			switch (action) {
				case THREAD_DUMP -> process.printError(ThreadDump.take());
				case REOPEN_LOGS -> this.runner.reopenStreams();
				default -> {
					// it is the listener's
				}
			}
		}
		catch (RuntimeException ex) {
			process.printError(ex.getMessage() + "\n");
		}
	}

	private void progress(Stage stage) {
		if (this.control != null) {
			this.control.progress("stage " + stage.number() + ", " + stage.purpose());
		}
	}

	private void watch(Abandonment abandonment) {
		ControlPipe control = this.control;
		if (control == null) {
			return;
		}
		control.born();
		control.watch(abandonment);
		Thread main = Thread.currentThread();
		Thread.UncaughtExceptionHandler handler = main.getUncaughtExceptionHandler();
		main.setUncaughtExceptionHandler((thread, failure) -> {
			StartFailure known = StartFailure.of(failure);
			control.failed((known != null) ? known.description() : failure.toString(),
					(known != null) ? known.action() : "");
			handler.uncaughtException(thread, failure);
		});
	}

}
