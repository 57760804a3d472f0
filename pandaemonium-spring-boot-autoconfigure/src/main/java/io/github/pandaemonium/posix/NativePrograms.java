package io.github.pandaemonium.posix;

import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.posix.Posix.Program;

/**
 * Starts programs: {@code posix_spawn(3)} and {@code execve(2)}.
 */
final class NativePrograms {

	// spawn.h of glibc; musl has the same values
	private static final int POSIX_SPAWN_SETSIGDEF = 0x04;

	private static final int POSIX_SPAWN_SETSIGMASK = 0x08;

	private static final int POSIX_SPAWN_SETSID = 0x80;

	// fcntl.h of Linux; jnr-constants has only the BSD value
	private static final int F_DUPFD_CLOEXEC = 1030;

	// room for the opaque structures, of which the largest has 336 bytes in glibc
	private static final int STRUCTURE = 1024;

	private static final int ABOVE_ALL_TARGETS = 64;

	private static final int SIG_SETMASK = 2; // signal.h

	private final LibC libc;

	NativePrograms(LibC libc) {
		this.libc = libc;
	}

	int spawn(Program program) {
		List<Integer> duplicates = new ArrayList<>();
		try (NativeMemory memory = new NativeMemory()) {
			long actions = memory.allocate(STRUCTURE);
			long attributes = memory.allocate(STRUCTURE);
			check("posix_spawn_file_actions_init", actions);
			check("posix_spawnattr_init", attributes);
			try {
				addDescriptors(program.descriptors(), actions, duplicates);
				long allSignals = memory.allocate(STRUCTURE);
				this.libc.check("sigfillset", "sigfillset", allSignals);
				check("posix_spawnattr_setsigdefault", attributes, allSignals);
				check("posix_spawnattr_setsigmask", attributes, memory.allocate(STRUCTURE));
				check("posix_spawnattr_setflags", attributes,
						POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
				long pid = memory.allocate(Integer.BYTES);
				int error = this.libc.callInt("posix_spawn", pid, memory.path(program.path()), actions, attributes,
						memory.byteStrings(program.arguments()), memory.byteStrings(program.environment()));
				if (error != 0) {
					throw new PosixException("posix_spawn(\"" + program.path() + "\")", error);
				}
				return NativeMemory.getInt(pid);
			}
			finally {
				check("posix_spawn_file_actions_destroy", actions);
				check("posix_spawnattr_destroy", attributes);
			}
		}
		finally {
			duplicates.forEach((fd) -> this.libc.check("close(" + fd + ")", "close", fd));
		}
	}

	void exec(Program program) {
		try (NativeMemory memory = new NativeMemory()) {
			// the mask goes through exec, and that of a thread of the JVM blocks QUIT
			check("pthread_sigmask", SIG_SETMASK, memory.allocate(STRUCTURE), 0);
			this.libc.check("execve(\"" + program.path() + "\")", "execve", memory.path(program.path()),
					memory.byteStrings(program.arguments()), memory.byteStrings(program.environment()));
		}
	}

	/**
	 * Sources are moved out of the way first, so that no target overwrites a source.
	 */
	private void addDescriptors(List<int[]> descriptors, long actions, List<Integer> duplicates) {
		for (int[] pair : descriptors) {
			int copy = this.libc.check("fcntl(" + pair[0] + ", F_DUPFD_CLOEXEC)", "fcntl", pair[0], F_DUPFD_CLOEXEC,
					ABOVE_ALL_TARGETS);
			duplicates.add(copy);
			check("posix_spawn_file_actions_adddup2", actions, copy, pair[1]);
		}
	}

	/**
	 * These functions return the error number.
	 */
	private void check(String function, long... arguments) {
		int error = this.libc.callInt(function, arguments);
		if (error != 0) {
			throw new PosixException(function, error);
		}
	}

}
