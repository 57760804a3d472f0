package io.github.pandaemonium.daemon;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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

	private volatile @Nullable DaemonProcess process;

	private volatile boolean interrupted;

	LaunchHook() {
		Runtime.getRuntime().addShutdownHook(this.thread);
	}

	void guard(DaemonProcess process) {
		this.process = process;
		if (this.interrupted) {
			process.kill();
		}
	}

	boolean isInterrupted() {
		return this.interrupted;
	}

	void interrupted() {
		this.interrupted = true;
		DaemonProcess process = this.process;
		if (process == null) {
			return;
		}
		process.interrupt();
		try {
			if (!this.finished.await(PATIENCE, TimeUnit.SECONDS)) {
				process.kill();
				this.finished.await(PATIENCE, TimeUnit.SECONDS);
			}
		}
		catch (InterruptedException ex) {
			process.kill();
		}
	}

	@Override
	public void close() {
		this.finished.countDown();
		if (!this.interrupted) {
			try {
				Runtime.getRuntime().removeShutdownHook(this.thread);
			}
			catch (IllegalStateException ex) {
				// the JVM is ending: the hook runs, and finds that all is done
			}
		}
	}

}
