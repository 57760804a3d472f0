package io.github.pandaemonium.daemon;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pandaemonium.launch.DaemonProcess;
import org.jspecify.annotations.Nullable;

/**
 * Ends the daemon where the launcher is interrupted while it waits: TERM, and KILL after
 * five seconds. The thread that waits sees the end and cleans up.
 */
final class LaunchHook implements AutoCloseable {

	private static final int PATIENCE = 5;

	private final CountDownLatch finished = new CountDownLatch(1);

	private final Thread thread = new Thread(this::interrupted, "pandaemonium-interrupted");

	/** The one that waits, first for the lock and then for the daemon. */
	private final Thread waiting = Thread.currentThread();

	private volatile @Nullable DaemonProcess process;

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	LaunchHook() {
		Runtime.getRuntime().addShutdownHook(this.thread);
	}

	void guard(DaemonProcess process) {
		this.process = process;
		if (isInterrupted()) {
			process.kill();
		}
	}

	boolean isInterrupted() {
		return this.state.get() == State.INTERRUPTED;
	}

	/**
	 * Lets the daemon go: from now on an interrupt does nothing to it.
	 * @return false where the interrupt came first
	 */
	boolean release() {
		return this.state.compareAndSet(State.WAITING, State.RELEASED);
	}

	void interrupted() {
		if (!this.state.compareAndSet(State.WAITING, State.INTERRUPTED)) {
			return;
		}
		DaemonProcess process = this.process;
		if (process != null) {
			process.interrupt();
		}
		else {
			this.waiting.interrupt();
		}
		try {
			if (!this.finished.await(PATIENCE, TimeUnit.SECONDS) && process != null) {
				process.kill();
				this.finished.await(PATIENCE, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			if (process != null) {
				process.kill();
			}
		}
	}

	@Override
	public void close() {
		this.finished.countDown();
		if (!isInterrupted()) {
			try {
				Runtime.getRuntime().removeShutdownHook(this.thread);
			}
			catch (IllegalStateException ex) {
				// the JVM is ending: the hook runs, and finds that all is done
			}
		}
	}

	private enum State {

		WAITING, RELEASED, INTERRUPTED

	}

}
