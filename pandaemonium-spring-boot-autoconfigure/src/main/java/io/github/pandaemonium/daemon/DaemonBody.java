package io.github.pandaemonium.daemon;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pandaemonium.launch.Birth;
import io.github.pandaemonium.launch.ControlPipe;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.signal.SignalDispatcher;
import io.github.pandaemonium.signal.SignalHandlers;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's side of a {@link Daemon} without Spring.
 */
final class DaemonBody {

	private final StageRunner runner;

	private final SignalDispatcher dispatcher;

	private final @Nullable ControlPipe control;

	private final AtomicBoolean ready = new AtomicBoolean();

	private DaemonBody(DaemonOptions options, DaemonMode mode, @Nullable Birth birth, ThisProcess process) {
		Posix posix = NativeAccess.posix();
		this.control = (birth != null) ? new ControlPipe(posix, birth) : null;
		this.dispatcher = new SignalDispatcher((signal) -> {
		}, (signal, failure) -> process.printError("The listener of " + signal + " failed: " + failure + "\n"),
				() -> process.exit(0));
		SignalHandlers signals = new SignalHandlers(options.signalMap(), this.dispatcher, () -> posix, process::exit);
		this.runner = new StageRunner(() -> posix, options, mode, birth, signals, this::progress);
		PidLockFile pidFile = options.pidFile();
		if (pidFile != null) {
			Runtime.getRuntime().addShutdownHook(new Thread(pidFile::release, "pandaemonium-pid-file"));
		}
	}

	/**
	 * The body in a process that a launcher started, or that replaced itself.
	 */
	static DaemonBody born(DaemonOptions options, Birth birth, ThisProcess process) {
		DaemonBody body = new DaemonBody(options, birth.isInPlace() ? DaemonMode.SUPERVISED : DaemonMode.DETACHED,
				birth, process);
		body.watch(process);
		return body;
	}

	/**
	 * The body in a process that does not detach.
	 */
	static DaemonBody inPlace(DaemonOptions options, ThisProcess process) {
		return new DaemonBody(options, DaemonMode.SUPERVISED, null, process);
	}

	void runThrough(Stage stage) {
		this.runner.runThrough(stage);
	}

	void ready() {
		if (this.ready.compareAndSet(false, true)) {
			if (this.control != null) {
				this.control.stages();
				this.control.ready(null);
			}
			this.dispatcher.open();
		}
	}

	Map<Stage, Instant> stages() {
		return this.runner.passed();
	}

	private void progress(Stage stage) {
		if (this.control != null) {
			this.control.progress("stage " + stage.number() + ", " + stage.purpose());
		}
	}

	private void watch(ThisProcess process) {
		ControlPipe control = this.control;
		if (control == null) {
			return;
		}
		control.born();
		control.watch(() -> process.exit(1));
		Thread main = Thread.currentThread();
		Thread.UncaughtExceptionHandler handler = main.getUncaughtExceptionHandler();
		main.setUncaughtExceptionHandler((thread, failure) -> {
			control.failed(String.valueOf(failure), "");
			handler.uncaughtException(thread, failure);
		});
	}

}
