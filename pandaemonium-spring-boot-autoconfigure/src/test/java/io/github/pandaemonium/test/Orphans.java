package io.github.pandaemonium.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;

/**
 * Makes the tests, instead of init, the parent of processes whose parent has ended, so
 * that the exit status of a daemon can be seen ({@code PR_SET_CHILD_SUBREAPER}, see
 * prctl(2)).
 *
 * <p>
 * <pre>
 * try (Orphans orphans = Orphans.adopt()) {
 * 	Proc daemon = ... // launched meanwhile
 * 	assertThat(orphans.await(daemon)).isZero();
 * }
 * </pre>
 */
public final class Orphans implements AutoCloseable {

	private static final int PR_SET_CHILD_SUBREAPER = 36; // linux/prctl.h

	private static final int WNOHANG = 1; // bits/waitflags.h

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private Orphans() {
		call("prctl", PR_SET_CHILD_SUBREAPER, 1, 0);
	}

	/**
	 * Begins to adopt what the tests launch from now on.
	 * @return the orphans
	 */
	public static Orphans adopt() {
		return new Orphans();
	}

	/**
	 * Waits for the end of an orphan, one minute at most.
	 * @param orphan the process
	 * @return its exit status, or 128 and the number of the signal that ended it
	 */
	public int await(Proc orphan) {
		MemoryIO memory = MemoryIO.getInstance();
		long address = memory.allocateMemory(Integer.BYTES, true);
		try {
			long deadline = System.nanoTime() + PATIENCE.toNanos();
			while (call("waitpid", orphan.pid(), address, WNOHANG) != orphan.pid()) {
				if (System.nanoTime() > deadline) {
					throw new AssertionError("Still running, or not a child of the tests: " + orphan);
				}
				LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
			}
			int status = memory.getInt(address); // as wait(2) encodes it
			return ((status & 0x7f) == 0) ? (status >> 8) & 0xff : 128 + (status & 0x7f);
		}
		finally {
			memory.freeMemory(address);
		}
	}

	@Override
	public void close() {
		call("prctl", PR_SET_CHILD_SUBREAPER, 0, 0);
	}

	private static int call(String function, long a, long b, long c) {
		CallContext context = CallContext.getCallContext(Type.SINT32,
				new Type[] { Type.SINT64, Type.SINT64, Type.SINT64 }, CallingConvention.DEFAULT, false);
		long address = Library.getCachedInstance("libc.so.6", Library.LAZY).getSymbolAddress(function);
		return (int) Invoker.getInstance().invokeN3(context, address, a, b, c);
	}

}
