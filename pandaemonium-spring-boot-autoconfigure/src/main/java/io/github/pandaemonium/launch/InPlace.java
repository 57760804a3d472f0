package io.github.pandaemonium.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Disposition;
import io.github.pandaemonium.posix.Posix.Program;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.posix.UnixSignal;

/**
 * Where nothing detaches but user or directory must change: the process gives itself the
 * stages and replaces itself by its own command line. The process id stays, the JVM is a
 * clean one.
 *
 * @since 0.1.0
 */
public final class InPlace {

	private static final int CORE_DUMPS = 2;

	private static final int UMASK = 4;

	private InPlace() {
	}

	/**
	 * Replaces this process.
	 * @param posix the system calls
	 * @param request what it is to be born with
	 */
	public static void exec(Posix posix, LaunchRequest request) {
		int lock = request.lock();
		Birth birth = request.birth(-1, Birth.proofOfThisProcess(), lock);
		List<String> command = request.command(birth);
		Program program = new Program(command.get(0), command, request.commandLine().environment(request.environment()),
				List.of());
		posix.closeOnExecFrom(3);
		request.inherited().forEach((fd) -> posix.setCloseOnExec(fd, false));
		if (lock >= 0) {
			posix.setCloseOnExec(lock, false);
		}
		for (String name : request.ignoredSignals()) {
			UnixSignal signal = UnixSignal.find(name);
			if (signal != null) {
				posix.signal(signal.number(), Disposition.IGNORE);
			}
		}
		CredentialsThread.call(posix, request.credentials(), () -> {
			if (request.preventCore() && request.gives(CORE_DUMPS)) {
				posix.preventCoreDumps();
			}
			if (request.umask() != null && request.gives(UMASK)) {
				posix.umask(request.umask());
			}
			if (request.workingDirectory() != null) {
				posix.chdir(request.workingDirectory().toString());
			}
			posix.execve(program);
			return null;
		});
	}

	/**
	 * Replaces this process by another command, which changes nothing else about it.
	 * @param posix the system calls
	 * @param commandLine the command line
	 * @param directory where it is launched
	 * @param inherited the descriptors, besides 0 to 2, that stay open, if they are
	 */
	public static void exec(Posix posix, CommandLine commandLine, Path directory, List<Integer> inherited) {
		List<String> command = commandLine.arguments(List.of());
		Program program = new Program(command.get(0), command, commandLine.environment(Map.of()), List.of());
		posix.closeOnExecFrom(3);
		inherited.forEach((fd) -> keepOpen(posix, fd));
		CredentialsThread.call(posix, null, () -> {
			posix.chdir(directory.toString());
			posix.execve(program);
			return null;
		});
	}

	private static void keepOpen(Posix posix, int fd) {
		try {
			posix.setCloseOnExec(fd, false);
		}
		catch (PosixException ex) {
			if (!ex.is("EBADF")) {
				throw ex;
			}
			// a file of the JVM that another thread has closed; whoever needs one of the
			// caller finds that it is not open
		}
	}

}
