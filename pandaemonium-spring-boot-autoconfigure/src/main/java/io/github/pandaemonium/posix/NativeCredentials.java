package io.github.pandaemonium.posix;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.posix.Posix.Credentials;

/**
 * Changes user and groups and verifies that this can't be undone. The C library's
 * functions change every thread of the process ({@code nptl(7)}); the raw system calls
 * change the calling thread only ({@code credentials(7)}).
 */
final class NativeCredentials {

	private final LibC libc;

	private final Function<String, @Nullable ProcessStatus> processes;

	NativeCredentials(LibC libc) {
		this(libc, ProcessStatus::of);
	}

	NativeCredentials(LibC libc, Function<String, @Nullable ProcessStatus> processes) {
		this.libc = libc;
		this.processes = processes;
	}

	void assume(Credentials credentials, boolean threadOnly) {
		try (NativeMemory memory = new NativeMemory()) {
			List<Integer> groups = credentials.groups();
			if (groups != null) {
				long list = memory.allocate(Math.max(1, groups.size()) * Integer.BYTES);
				for (int i = 0; i < groups.size(); i++) {
					NativeMemory.putInt(list + (long) i * Integer.BYTES, groups.get(i));
				}
				call(threadOnly, "setgroups", groups.size(), list);
			}
		}
		int gid = credentials.gid();
		int uid = credentials.uid();
		call(threadOnly, "setresgid", gid, gid, gid);
		call(threadOnly, "setresuid", uid, uid, uid);
		verify(credentials, threadOnly);
	}

	private void verify(Credentials wanted, boolean threadOnly) {
		ProcessStatus status = this.processes.apply(threadOnly ? "thread-self" : "self");
		List<Integer> uids = List.of(wanted.uid(), wanted.uid(), wanted.uid(), wanted.uid());
		List<Integer> gids = List.of(wanted.gid(), wanted.gid(), wanted.gid(), wanted.gid());
		if (status == null || !status.uids().equals(uids) || !status.gids().equals(gids)
				|| (wanted.groups() != null && !status.hasGroups(wanted.groups()))) {
			throw new PosixException("verification of " + wanted + " found " + status, Constants.errno("EPERM"));
		}
		if (wanted.uid() != 0 && (succeeds(threadOnly, "setresuid", -1, 0, -1)
				|| (wanted.gid() != 0 && succeeds(threadOnly, "setresgid", -1, 0, -1)))) {
			throw new PosixException("privileges can be taken back after the change to " + wanted,
					Constants.errno("EPERM"));
		}
	}

	private boolean succeeds(boolean threadOnly, String function, long... arguments) {
		return invoke(threadOnly, function, arguments) == 0;
	}

	private void call(boolean threadOnly, String function, long... arguments) {
		if (invoke(threadOnly, function, arguments) != 0) {
			throw new PosixException(function + "(" + arguments[0] + ")", this.libc.errno());
		}
	}

	private int invoke(boolean threadOnly, String function, long... arguments) {
		if (!threadOnly) {
			return this.libc.callInt(function, arguments);
		}
		long[] numbered = new long[arguments.length + 1];
		numbered[0] = SystemCall.valueOf(function.toUpperCase(Locale.ROOT)).number();
		System.arraycopy(arguments, 0, numbered, 1, arguments.length);
		return this.libc.callInt("syscall", numbered);
	}

	/**
	 * Numbers of raw system calls, from the kernel's {@code asm/unistd_64.h} (x86_64) and
	 * {@code asm-generic/unistd.h} (aarch64).
	 */
	private enum SystemCall {

		SETGROUPS(116, 159), SETRESGID(119, 149), SETRESUID(117, 147);

		private final int amd64;

		private final int aarch64;

		SystemCall(int amd64, int aarch64) {
			this.amd64 = amd64;
			this.aarch64 = aarch64;
		}

		int number() {
			return "aarch64".equals(System.getProperty("os.arch")) ? this.aarch64 : this.amd64;
		}

	}

}
