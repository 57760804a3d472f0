package io.github.pandaemonium.launch;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.ProcessStatus;
import org.jspecify.annotations.Nullable;

/**
 * The compilers of a process that is to start another one, which is not there long enough
 * to profit from what they do: of two processors they are kept to one, so that they are
 * in nobody's way. It is a matter of speed only: whatever is in the way ends it, and
 * nothing else.
 *
 * @since 0.1.0
 */
public final class OwnCompilers {

	private @Nullable CompilerThreads confined;

	private boolean released;

	/**
	 * Confines them, unless they were released already. Does nothing with other than two
	 * processors, nor where a filter of system calls is in force.
	 * @param posix the system calls
	 */
	public synchronized void confine(Posix posix) {
		if (this.released || this.confined != null) {
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
	 * Releases them for good: this process goes on.
	 */
	public synchronized void release() {
		this.released = true;
		try {
			if (this.confined != null) {
				this.confined.release();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// not allowed, or the jar is not what it was
		}
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
