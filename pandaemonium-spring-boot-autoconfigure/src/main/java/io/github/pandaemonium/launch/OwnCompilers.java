package io.github.pandaemonium.launch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.ProcessStatus;
import org.jspecify.annotations.Nullable;

/**
 * The compilers of a process that may be a launcher, which is not there long enough to
 * profit from what they do: of two processors they are kept to one, so that they are in
 * nobody's way. It is a matter of speed only: whatever is in the way ends it, and nothing
 * else.
 *
 * @since 0.1.0
 */
public final class OwnCompilers {

	private final CountDownLatch released = new CountDownLatch(1);

	private @Nullable CompilerThreads confined;

	/**
	 * Confines them, unless they were released already. Changes nothing with other than
	 * two processors, nor where a filter of system calls is in force.
	 * @param posix the system calls
	 */
	public synchronized void confine(Posix posix) {
		if (isReleased() || this.confined != null) {
			return;
		}
		try {
			CompilerThreads threads = new CompilerThreads(posix, posix.getpid());
			if (threads.haveTwoProcessors() && !isFiltered()) {
				this.confined = threads;
				threads.confine();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// not allowed
		}
	}

	/**
	 * Releases them for good.
	 */
	public synchronized void release() {
		CompilerThreads threads = this.confined;
		this.confined = null;
		this.released.countDown();
		try {
			if (threads != null) {
				threads.release();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// not allowed, or the jar is not what it was
		}
	}

	/**
	 * Waits until they are released, and releases them where nobody does.
	 * @param limit how long they may be confined
	 */
	public void releaseAfter(Duration limit) {
		try {
			if (!this.released.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
				release();
			}
		}
		catch (InterruptedException ex) {
			release();
			Thread.currentThread().interrupt();
		}
	}

	private boolean isReleased() {
		return this.released.getCount() == 0;
	}

	/**
	 * A filter of system calls may answer one that it does not know with death, see
	 * {@code seccomp(2)}.
	 */
	static boolean isFiltered() {
		ProcessStatus status = ProcessStatus.of("thread-self");
		return status == null || status.filtered();
	}

}
