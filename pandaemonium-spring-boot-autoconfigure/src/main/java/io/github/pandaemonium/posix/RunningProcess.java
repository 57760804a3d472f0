package io.github.pandaemonium.posix;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process to be signalled and waited for, be it a child or not. It is held by a pidfd
 * where the kernel has one, see {@code pidfd_open(2)}: another process can get the
 * number, but not the descriptor.
 *
 * @since 0.1.0
 */
public final class RunningProcess implements AutoCloseable {

	private final Posix posix;

	private final int pid;

	private final int pidfd;

	/**
	 * Opens a process.
	 * @param posix the system calls
	 * @param pid its number; what it is the number of is to be looked at afterwards
	 */
	public RunningProcess(Posix posix, int pid) {
		this.posix = posix;
		this.pid = pid;
		this.pidfd = posix.pidfdOpen(pid);
	}

	/**
	 * Returns the process.
	 * @return its number
	 */
	public int pid() {
		return this.pid;
	}

	/**
	 * Sends a signal.
	 * @param signal the number of the signal
	 * @return whether the process was still there
	 * @throws PosixException if this user may not signal it
	 */
	public boolean signal(int signal) {
		return (this.pidfd >= 0) ? this.posix.pidfdSendSignal(this.pidfd, signal) : this.posix.kill(this.pid, signal);
	}

	/**
	 * Waits for the end of the process; a zombie has ended. An interrupt changes nothing.
	 * @param timeout how long to wait
	 * @return whether it has ended
	 */
	public boolean awaitEnd(Duration timeout) {
		if (this.pidfd >= 0) {
			return this.posix.poll(new int[] { this.pidfd }, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE))[0];
		}
		ProcessHandle process = ProcessHandle.of(this.pid).orElse(null);
		return process == null || process.onExit()
			.thenApply((end) -> true)
			.completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS)
			.join();
	}

	@Override
	public void close() {
		if (this.pidfd >= 0) {
			this.posix.close(this.pidfd);
		}
	}

}
