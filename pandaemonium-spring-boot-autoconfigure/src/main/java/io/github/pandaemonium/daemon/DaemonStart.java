package io.github.pandaemonium.daemon;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import io.github.pandaemonium.launch.CallStack;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.OwnStart;
import io.github.pandaemonium.launch.Refusal;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.launch.Supervision;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.signal.ReceivedSignal;
import org.jspecify.annotations.Nullable;

/**
 * The launcher's side of a {@link Daemon} without Spring.
 */
final class DaemonStart {

	private final Posix posix = NativeAccess.posix();

	private final DaemonOptions options;

	private final int ordinal;

	private final CommandLine commandLine;

	DaemonStart(DaemonOptions options, int ordinal) {
		this.options = options;
		this.ordinal = ordinal;
		this.commandLine = CommandLine.ofThisProcess(CommandLine.workingDirectory());
	}

	StartResult launch(Stage last, Runnable onInterrupt) {
		return launcher().onInterrupt(onInterrupt).launch(last, this.ordinal, (step) -> {
		});
	}

	/**
	 * Becomes the daemon without leaving the caller.
	 * @return the daemon's side, or {@code null} where the daemon gets a process of its
	 * own
	 */
	@Nullable DaemonBody inPlace(ThisProcess process, Consumer<ReceivedSignal> listener) {
		if (this.options.replaced().containsKey(Stage.DETACH)) {
			return DaemonBody.inPlace(this.options, DaemonMode.DETACHED, process, listener);
		}
		if (detaches()) {
			return null;
		}
		if (refusal().isEmpty()) {
			launcher().execInPlace(this.ordinal, () -> {
			});
		}
		return DaemonBody.inPlace(this.options, DaemonMode.SUPERVISED, process, listener);
	}

	/**
	 * Makes sure that {@code main} called, which runs again in the daemon's process.
	 */
	void requireOwnStart() {
		Optional<Refusal> refusal = refusal();
		if (refusal.isPresent()) {
			throw new LaunchException("The daemon can't be started from here: " + refusal.get().reason(),
					"Start it from main, on the thread main, since main runs again in the daemon's process.");
		}
	}

	private boolean detaches() {
		return switch (this.options.detach()) {
			case ALWAYS -> true;
			case NEVER -> false;
			case AUTO -> !Supervision.ofThisProcess().isPresent();
		};
	}

	private Optional<Refusal> refusal() {
		return OwnStart.of(CallStack.ofThisThread(), this.commandLine.jvmOptions())
			.refusal((frame) -> frame.type().equals(Daemon.class.getName()));
	}

	private Launcher launcher() {
		return new Launcher(this.posix, this.options, this.commandLine, CommandLine.workingDirectory(), List.of());
	}

}
