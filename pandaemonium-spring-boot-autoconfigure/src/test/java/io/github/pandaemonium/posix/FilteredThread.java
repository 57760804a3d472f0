package io.github.pandaemonium.posix;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Assumptions;

/**
 * A thread whose system calls pass through a filter that allows them all, see
 * {@code seccomp(2)}.
 */
public final class FilteredThread {

	private static final int PR_SET_SECCOMP = 22; // linux/prctl.h

	private static final int PR_SET_NO_NEW_PRIVS = 38;

	private static final int SECCOMP_MODE_FILTER = 2; // linux/seccomp.h

	private static final int BPF_RET = 0x06; // linux/bpf_common.h

	private static final int SECCOMP_RET_ALLOW = 0x7fff0000;

	private FilteredThread() {
	}

	/**
	 * Skips the test where all threads are such ones.
	 */
	public static void assumeOthers() {
		ProcessStatus status = ProcessStatus.of("thread-self");
		Assumptions.assumeTrue(status != null && !status.filtered(), "system calls are filtered (seccomp)");
	}

	/**
	 * Runs an action in such a thread and waits for its end.
	 * @param action the action
	 */
	public static void run(Runnable action) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		new Thread(() -> {
			try {
				filter(new LibC());
				action.run();
				done.complete(null);
			}
			catch (Throwable ex) {
				done.completeExceptionally(ex);
			}
		}).start();
		done.join();
	}

	private static void filter(LibC libc) {
		try (NativeMemory memory = new NativeMemory()) {
			long instruction = memory.allocate(8); // struct sock_filter
			NativeMemory.putShort(instruction, BPF_RET);
			NativeMemory.putInt(instruction + 4, SECCOMP_RET_ALLOW);
			long program = memory.allocate(16); // struct sock_fprog
			NativeMemory.putShort(program, 1);
			NativeMemory.putLong(program + 8, instruction);
			libc.check("prctl(PR_SET_NO_NEW_PRIVS)", "prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
			libc.check("prctl(PR_SET_SECCOMP)", "prctl", PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program);
		}
	}

}
