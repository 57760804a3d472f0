package io.github.pandaemonium.launch;

import java.util.function.IntPredicate;

import io.github.pandaemonium.posix.Posix;

/**
 * Keeps the compilers of a daemon that starts on two processors to one of them until it
 * is ready, and those of the launcher, which have still to do: the other one is for the
 * thread that starts the application. The affinity of a thread is what an ordinary user
 * can give back, other than a nice value. It is a matter of speed only: whatever is in
 * the way ends it, and nothing else.
 */
final class CompilerConfinement {

	private static final int PAUSE_MILLIS = 5;

	/** Two seconds, which a JVM may take until it has its compilers. */
	private static final int MOST_LOOKS = 2000 / PAUSE_MILLIS;

	/** A thread gets its name a moment after it was started. */
	private static final int LAST_LOOKS = 3;

	private final Posix posix;

	private final IntPredicate ours;

	private final OwnCompilers own = new OwnCompilers();

	private int looks = MOST_LOOKS;

	private boolean begun;

	/**
	 * Creates one.
	 * @param posix the system calls
	 * @param ours whether a process is the daemon
	 */
	CompilerConfinement(Posix posix, IntPredicate ours) {
		this.posix = posix;
		this.ours = ours;
	}

	/**
	 * Looks for compilers, on the thread that waits for the daemon's word: thus never
	 * after it was read.
	 * @param pid the daemon, or -1 as long as it is not known
	 * @return the milliseconds until the next look
	 */
	int look(int pid) {
		if (pid <= 0 || this.looks == 0) {
			return Integer.MAX_VALUE;
		}
		try {
			this.looks = this.ours.test(pid) ? looksAfter(pid) : 0;
		}
		catch (RuntimeException | LinkageError ex) {
			this.looks = 0; // another user's, gone, or not allowed
		}
		return (this.looks > 0) ? PAUSE_MILLIS : Integer.MAX_VALUE;
	}

	private int looksAfter(int pid) {
		CompilerThreads threads = new CompilerThreads(this.posix, pid);
		if (!threads.haveTwoProcessors() || (!this.begun && OwnCompilers.isFiltered())) {
			return 0;
		}
		this.begun = true;
		this.own.confine(this.posix);
		return threads.confine() ? Math.min(LAST_LOOKS, this.looks) - 1 : this.looks - 1;
	}

	/**
	 * Releases the compilers. The daemon has done so before it said that it is ready, but
	 * perhaps not with those that were confined at that moment. This process may live on,
	 * too.
	 * @param pid the daemon
	 */
	void release(int pid) {
		this.looks = 0;
		this.own.release();
		try {
			if (this.begun && this.ours.test(pid)) {
				new CompilerThreads(this.posix, pid).release();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// gone already, or the jar is not what it was
		}
	}

}
