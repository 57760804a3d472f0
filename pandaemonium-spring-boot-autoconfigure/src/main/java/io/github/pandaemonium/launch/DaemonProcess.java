package io.github.pandaemonium.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Program;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.posix.RunningProcess;

/**
 * The launcher's side of a daemon that is being born: the shell that it spawned and the
 * pipes between them. It is either {@link #release() released}, or ended with
 * {@link #terminate(Duration)} so that nothing is left.
 *
 * @since 0.1.0
 */
public final class DaemonProcess {

	private static final int SIGTERM = 15; // signal(7), the same everywhere

	private static final int SIGKILL = 9;

	private final Posix posix;

	private final int shell;

	/** Closed when this process ends, which the shell sees. */
	private final int life;

	private final StartMonitor monitor;

	private final CompilerConfinement confinement;

	private boolean reaped;

	private DaemonProcess(Posix posix, int shell, int life, StartMonitor monitor) {
		this.posix = posix;
		this.shell = shell;
		this.life = life;
		this.monitor = monitor;
		this.confinement = new CompilerConfinement(posix, this::isOurs);
	}

	/**
	 * Starts the daemon's process by way of a shell in a new session.
	 * @param posix the system calls
	 * @param request what it is born with
	 * @return the process
	 */
	public static DaemonProcess spawn(Posix posix, LaunchRequest request) {
		List<Integer> own = new ArrayList<>();
		try {
			int[] control = pipe(posix, own);
			// what a supervisor has given stays what it is
			boolean piped = request.succession() == null || !request.succession().supervised();
			int[] output = piped ? pipe(posix, own) : new int[] { -1, 1 };
			int[] error = piped ? pipe(posix, own) : new int[] { -1, 2 };
			int[] life = pipe(posix, own);
			int input = posix.open("/dev/null", Posix.O_RDONLY, 0);
			own.add(input);
			List<Integer> digits = freeDigits(request.inherited());
			int controlDigit = digits.get(0);
			int lifeDigit = digits.get(1);
			int lockDigit = (request.lock() >= 0) ? digits.get(2) : -1;
			String proof = String.valueOf(Birth.inode(control[1]));
			Birth birth = request.birth(controlDigit, proof, lockDigit);
			List<int[]> descriptors = new ArrayList<>(
					List.of(new int[] { input, 0 }, new int[] { output[1], 1 }, new int[] { error[1], 2 },
							new int[] { control[1], controlDigit }, new int[] { life[0], lifeDigit }));
			List<Integer> daemonOnly = new ArrayList<>();
			if (lockDigit >= 0) {
				descriptors.add(new int[] { request.lock(), lockDigit });
				daemonOnly.add(lockDigit);
			}
			request.inherited().forEach((fd) -> descriptors.add(new int[] { fd, fd }));
			List<String> environment = request.commandLine().environment(request.environment());
			String shell = Trampoline.shell(environment);
			String directory = (request.workingDirectory() != null) ? Bytes.of(request.workingDirectory().toString())
					: null;
			Program program = new Program(shell, trampoline(request, new Trampoline(controlDigit, lifeDigit, proof))
				.arguments(shell, directory, daemonOnly, request.command(birth)), environment, descriptors);
			posix.closeOnExecFrom(3);
			int pid = CredentialsThread.call(posix, request.credentials(), () -> posix.posixSpawn(program));
			own.removeAll(List.of(control[0], output[0], error[0], life[1]));
			DaemonProcess process = new DaemonProcess(posix, pid, life[1], new StartMonitor(posix, control[0],
					output[0], error[0], request.waitFor(), request.startTimeout()));
			if (request.waitFor().equals("ready") && request.succession() == null) {
				process.monitor.attending(process.confinement::look);
			}
			return process;
		}
		finally {
			own.forEach(posix::close);
		}
	}

	/**
	 * Waits until the daemon is as far as the request says, ends, or hangs.
	 * @return how it went; {@link StartMonitor} goes on to collect what is printed
	 */
	public StartMonitor monitor() {
		return this.monitor;
	}

	/**
	 * Lets the daemon go: the shell ends, and the daemon's parent is init.
	 */
	public void release() {
		this.confinement.release(this.monitor.pid());
		reap();
		this.monitor.close();
	}

	/**
	 * Ends the daemon: TERM, then KILL for all that is left of its process group, and
	 * waits for its end: as long as it is on its way out, it has its pid file and its
	 * ports.
	 * @param patience how long it may take after TERM, and once more after KILL
	 */
	public void terminate(Duration patience) {
		try {
			this.confinement.release(this.monitor.pid());
			if (interrupt()) {
				this.monitor.awaitEnd(patience);
			}
			killAndAwaitEnd(patience);
		}
		finally {
			this.monitor.close();
		}
	}

	/**
	 * One that hangs in the kernel stays a while, but does nothing any more.
	 */
	private void killAndAwaitEnd(Duration patience) {
		try (RunningProcess daemon = new RunningProcess(this.posix, this.monitor.pid())) {
			boolean ours = isOurs(daemon.pid());
			if (ours) {
				daemon.signal(SIGKILL); // it may have a process group of its own
			}
			kill();
			if (ours) {
				daemon.awaitEnd(patience);
			}
		}
	}

	/**
	 * Sends TERM, for a thread that must not wait. Whose number comes over the pipe, and
	 * thus from the daemon's user, must be in the session that was started here: this
	 * process may be root.
	 * @return whether there was a daemon to send it to
	 */
	public boolean interrupt() {
		int pid = this.monitor.pid();
		boolean alive = !this.monitor.hasEnded() && isOurs(pid);
		if (alive) {
			signal(pid, SIGTERM);
		}
		return alive;
	}

	/**
	 * Ends the shell and its process group at once. The group can't be anyone else's as
	 * long as the shell, which is its leader, has not been waited for.
	 */
	public synchronized void kill() {
		if (!this.reaped) {
			signal(-this.shell, SIGKILL);
			reap();
		}
	}

	private synchronized void reap() {
		if (!this.reaped) {
			this.reaped = true;
			signal(this.shell, SIGKILL);
			dismissGuard(); // not before, as it would end a shell that we leave behind
			this.posix.waitpid(this.shell, true);
			this.posix.close(this.life);
		}
	}

	private boolean isOurs(int pid) {
		return pid > 0 && this.posix.getsid(pid) == this.shell;
	}

	private void dismissGuard() {
		try {
			this.posix.write(this.life, new byte[] { '\n' });
		}
		catch (PosixException ex) {
			// it has ended already
		}
	}

	private void signal(int pid, int signal) {
		// false means that it is gone already, which is as good
		this.posix.kill(pid, signal);
	}

	private static Trampoline trampoline(LaunchRequest request, Trampoline trampoline) {
		trampoline.ignoring(request.ignoredSignals());
		if (request.preventCore() && request.gives(2)) {
			trampoline.withoutCoreDumps(2);
		}
		if (request.umask() != null && request.gives(4)) {
			trampoline.umask(4, request.umask());
		}
		if (request.workingDirectory() != null && request.gives(5)) {
			trampoline.workingDirectory(5);
		}
		return trampoline;
	}

	private static int[] pipe(Posix posix, List<Integer> own) {
		int[] ends = posix.pipe();
		own.add(ends[0]);
		own.add(ends[1]);
		return ends;
	}

	private static List<Integer> freeDigits(List<Integer> taken) {
		List<Integer> digits = IntStream.rangeClosed(3, 9).boxed().filter((digit) -> !taken.contains(digit)).toList();
		if (digits.size() < 3) {
			throw new IllegalStateException(
					"Of the descriptors 3 to 9 three must be free, but " + taken + " are inherited");
		}
		return digits;
	}

}
