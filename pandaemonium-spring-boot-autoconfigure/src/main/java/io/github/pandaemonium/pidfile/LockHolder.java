package io.github.pandaemonium.pidfile;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.pandaemonium.posix.Posix;

/**
 * The process that holds the lock of a pid file, to be signalled and waited for. It is
 * held by a pidfd where the kernel has one, see {@code pidfd_open(2)}: between the look
 * at the lock and the signal another process could get the number, but not the
 * descriptor.
 *
 * @since 0.1.0
 */
public final class LockHolder implements AutoCloseable {

	private static final int TRIES = 3;

	private final Posix posix;

	private final int pid;

	private final int pidfd;

	private LockHolder(Posix posix, int pid, int pidfd) {
		this.posix = posix;
		this.pid = pid;
		this.pidfd = pidfd;
	}

	/**
	 * Finds the process.
	 * @param posix the system calls
	 * @param file the pid file
	 * @return the process, or nothing where nobody holds the lock or it is not sure who,
	 * see {@link PidLockFile#holder()}
	 */
	public static Optional<LockHolder> of(Posix posix, PidLockFile file) {
		for (int i = 0; i < TRIES; i++) {
			OptionalInt pid = file.holder();
			if (pid.isEmpty()) {
				return Optional.empty();
			}
			LockHolder holder = new LockHolder(posix, pid.getAsInt(), posix.pidfdOpen(pid.getAsInt()));
			if (file.holder().equals(pid)) {
				return Optional.of(holder);
			}
			holder.close();
		}
		return Optional.empty();
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
	 * @throws io.github.pandaemonium.posix.PosixException if this user may not signal it
	 */
	public boolean signal(int signal) {
		return (this.pidfd >= 0) ? this.posix.pidfdSendSignal(this.pidfd, signal) : this.posix.kill(this.pid, signal);
	}

	/**
	 * Waits for the end of the process; a zombie has ended.
	 * @param timeout how long to wait
	 * @return whether it has ended
	 */
	public boolean awaitEnd(Duration timeout) {
		if (this.pidfd >= 0) {
			return this.posix.poll(new int[] { this.pidfd }, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE))[0];
		}
		try {
			ProcessHandle process = ProcessHandle.of(this.pid).orElse(null);
			if (process != null) {
				process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
			}
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@Override
	public void close() {
		if (this.pidfd >= 0) {
			this.posix.close(this.pidfd);
		}
	}

}
