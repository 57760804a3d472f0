package io.github.pandaemonium.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import io.github.pandaemonium.command.ServiceStatus.State;
import io.github.pandaemonium.pidfile.LockFailedException;
import io.github.pandaemonium.pidfile.LockHolder;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.posix.ProcessStatus;
import io.github.pandaemonium.posix.RunningProcess;

/**
 * A service as an onlooker sees it: by its pid file, by the lock on that, and by what the
 * process itself says over its control socket. Only the lock says which process it is.
 *
 * @since 0.1.0
 */
public final class Service {

	private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

	private final Posix posix;

	private final PidLockFile pidFile;

	private final PidFileTrust trust;

	private final List<Path> errorDirectories;

	/**
	 * Creates a service.
	 * @param posix the system calls
	 * @param pidFile its pid file
	 * @param owners the users, besides root and the one of this process, whom the pid
	 * file may belong to: the daemon's
	 * @param errorDirectories where a JVM that crashes may leave its file
	 */
	public Service(Posix posix, PidLockFile pidFile, Set<Integer> owners, List<Path> errorDirectories) {
		this.posix = posix;
		this.pidFile = pidFile;
		this.trust = new PidFileTrust(posix, pidFile, owners);
		this.errorDirectories = List.copyOf(errorDirectories);
	}

	/**
	 * Returns the pid file.
	 * @return its path
	 */
	public Path pidFile() {
		return this.pidFile.path();
	}

	/**
	 * Returns how it is.
	 * @return the status; what can't be found out is unknown and no error
	 */
	public ServiceStatus status() {
		try {
			this.trust.requireTrustworthy();
			Optional<RunningProcess> holder = LockHolder.of(this.posix, this.pidFile);
			if (holder.isPresent()) {
				try (RunningProcess found = holder.get()) {
					return alive(found.pid());
				}
			}
			return notHeld();
		}
		catch (CommandException | LockFailedException | PosixException ex) {
			return ServiceStatus.of(State.UNKNOWN, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Finds the process that may be signalled.
	 * @return the process that holds the lock, to be closed; or nothing where nothing
	 * runs
	 * @throws CommandException if the pid file is not to be trusted, or it is not sure
	 * which process it is
	 */
	Optional<RunningProcess> holder() {
		this.trust.requireTrustworthy();
		try {
			Optional<RunningProcess> holder = LockHolder.of(this.posix, this.pidFile);
			if (holder.isEmpty() && this.pidFile.isActive()) {
				OptionalInt pid = this.pidFile.readPid();
				throw new CommandException(ExitStatus.FAILED,
						(pid.isPresent() ? "process " + pid.getAsInt() : "some process") + " has '" + pidFile()
								+ "', but it is not sure that it holds its lock: it gets no signal",
						"Find out what it is, and stop it by hand.");
			}
			if (holder.isPresent()) {
				requirePlausible(holder.get());
			}
			return holder;
		}
		catch (LockFailedException ex) {
			throw new CommandException(ExitStatus.NOT_PERMITTED, String.valueOf(ex.getMessage()),
					"Do it as the user who started it, or as root.");
		}
	}

	private void requirePlausible(RunningProcess holder) {
		try {
			this.trust.requirePlausible(holder.pid());
		}
		catch (CommandException ex) {
			holder.close();
			throw ex;
		}
	}

	/**
	 * Removes what a process that is gone has left, if this user may.
	 */
	void tidyUp() {
		try {
			if (this.pidFile.isStale()) {
				// in this order, since a new start opens its socket after it has the lock
				ControlServer.removeSocket(this.posix, ControlSocket.of(pidFile()));
				this.pidFile.breakLock();
			}
		}
		catch (RuntimeException | IOException ex) {
			// a stale file is in nobody's way
		}
	}

	/**
	 * Whether the lock of a process that has ended is not free, because its launcher has
	 * not seen that yet. Another process that writes its own number there is a new start.
	 */
	boolean isHeldAfter(int pid) {
		return this.pidFile.isActive() && this.pidFile.readPid().orElse(pid) == pid;
	}

	/**
	 * Whether somebody holds the lock of an empty file, and it can't be found out who:
	 * the kernel names the launcher, which is gone.
	 */
	boolean isEnding() {
		this.trust.requireTrustworthy();
		FileStatus file = this.posix.lstat(pidFile().toString());
		if (file == null || file.size() != 0 || !this.pidFile.isActive()) {
			return false;
		}
		Optional<RunningProcess> holder = LockHolder.of(this.posix, this.pidFile);
		holder.ifPresent(RunningProcess::close);
		return holder.isEmpty();
	}

	/**
	 * Whether the process stands in the pid file: one that only holds the lock is the
	 * launcher of a start, or what it has started.
	 */
	boolean isNamed(int pid) {
		return this.pidFile.readPid().orElse(0) == pid;
	}

	/**
	 * Finds a process that stands in the pid file, lives and holds its lock.
	 */
	Optional<RunningProcess> holder(int pid) {
		Optional<RunningProcess> found = LockHolder.of(this.posix, this.pidFile);
		if (found.isPresent() && found.get().pid() != pid) {
			found.get().close();
			return Optional.empty();
		}
		return found;
	}

	/**
	 * Whether systemd has executed a process, which need not say so itself: the program
	 * has the variable from its first instruction, see {@code systemd.exec(5)} and
	 * {@code proc_pid_environ(5)}.
	 */
	static boolean isOfSystemd(int pid) {
		try {
			Path variables = Path.of("/proc", Integer.toString(pid), "environ");
			return ("\0" + Files.readString(variables, StandardCharsets.ISO_8859_1))
				.contains("\0SYSTEMD_EXEC_PID=" + pid + "\0");
		}
		catch (IOException ex) {
			return false; // another user's, whom nobody restarts
		}
	}

	/**
	 * Asks the process.
	 */
	Optional<Map<String, Object>> ask(int pid, String request, Duration timeout) throws IOException {
		return ControlClient.ask(pidFile(), pid, request, timeout);
	}

	Handover handover(RunningProcess holder) throws Handover.NothingToHandOverException {
		return Handover.request(this.posix, pidFile(), holder);
	}

	private ServiceStatus alive(int pid) {
		Map<String, Object> details = Map.of();
		String reason = "";
		ProcessStatus process = ProcessStatus.of(Integer.toString(pid));
		if (process != null && process.state() == 'T') {
			reason = "it does not go on, a signal such as STOP has stopped it";
		}
		else {
			try {
				details = ask(pid, "status", TIME_TO_ANSWER).orElse(Map.of());
			}
			catch (IOException ex) {
				reason = "it does not answer";
			}
		}
		State state = switch (String.valueOf(details.get("state"))) {
			case "starting" -> State.STARTING;
			case "stopping" -> State.STOPPING;
			default -> (this.pidFile.readPid().orElse(0) != pid) ? State.STARTING : State.RUNNING;
		};
		return new ServiceStatus(state, pid, this.trust.user(pid), started(pid), details, reason);
	}

	private ServiceStatus notHeld() {
		FileStatus file = this.posix.lstat(pidFile().toString());
		// a daemon that may not remove its pid file empties it
		if (file == null || file.size() == 0 && !this.pidFile.isActive()) {
			return ServiceStatus.of(State.STOPPED, "");
		}
		int pid = this.pidFile.readPid().orElse(0);
		if (this.pidFile.isStale()) {
			return ServiceStatus.of(State.DEAD, (pid > 0) ? dead(pid) : "");
		}
		return new ServiceStatus(State.UNKNOWN, pid, (pid > 0) ? this.trust.user(pid) : "", null, Map.of(),
				"it is not sure that this process holds the lock of '" + pidFile() + "'");
	}

	private String dead(int pid) {
		String how = Obituary.of(pid, this.errorDirectories);
		return "process " + pid + " is gone" + (how.isEmpty() ? "" : ", " + how);
	}

	private static Instant started(int pid) {
		return ProcessHandle.of(pid).flatMap((process) -> process.info().startInstant()).orElse(Instant.EPOCH);
	}

}
