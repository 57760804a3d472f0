package io.github.pandaemonium.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.posix.ProcessStatus;
import io.github.pandaemonium.posix.RunningProcess;
import io.github.pandaemonium.posix.UnixSignal;

/**
 * Has a service read its configuration anew, and waits for its answer; where it has no
 * control socket, by the signal that is mapped to a reload.
 */
final class Reload {

	/** Beyond what the daemon itself waits. */
	private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

	private final Service service;

	private final UnixSignal signal;

	private final Duration patience;

	Reload(Service service, UnixSignal signal, Duration patience) {
		this.service = service;
		this.signal = signal;
		this.patience = patience;
	}

	/**
	 * Does it.
	 * @return what has been done, in words
	 * @throws CommandException if it can't, or keeps its configuration
	 */
	String run() {
		Optional<RunningProcess> found = this.service.holder();
		if (found.isEmpty()) {
			throw new CommandException(ExitStatus.NOT_RUNNING, "it is not running", "");
		}
		try (RunningProcess holder = found.get()) {
			if (!this.service.isNamed(holder.pid())) {
				// it may be the launcher, which a signal would end
				throw new CommandException(ExitStatus.FAILED, "it is starting", "Do it once it is ready.");
			}
			Optional<Map<String, Object>> answer = this.service.ask(holder.pid(), "reload",
					this.patience.plus(TIME_TO_ANSWER));
			return answer.isPresent() ? reloaded(new Answer(answer.get())) : signal(holder);
		}
		catch (IOException ex) {
			throw new CommandException(ExitStatus.FAILED, "it does not say whether it has reloaded: " + ex.getMessage(),
					"See its log, or what status says.");
		}
	}

	private static String reloaded(Answer answer) throws IOException {
		if (!answer.isSuccess()) {
			throw new CommandException(ExitStatus.FAILED, "it keeps its configuration: " + answer.text("reason"), "");
		}
		String changed = answer.text("changed");
		return "has reloaded: " + (changed.isEmpty() ? "nothing has changed" : changed + " changed");
	}

	private String signal(RunningProcess holder) {
		requireHandled(holder.pid());
		try {
			holder.signal(this.signal.number());
		}
		catch (PosixException ex) {
			throw new CommandException(ExitStatus.NOT_PERMITTED,
					"process " + holder.pid() + " may not be signalled by this user: " + ex.getText(),
					"Do it as the user who started it, or as root.");
		}
		return "has been told to reload by signal " + this.signal.name()
				+ ", and has no control socket to answer: see its log";
	}

	/**
	 * The map may be another one since the process was started, and the signal its end.
	 */
	private void requireHandled(int pid) {
		ProcessStatus process = ProcessStatus.of(Integer.toString(pid));
		if (process == null || process.catches(this.signal.number())) {
			return;
		}
		String reason = "process " + pid + " has no control socket and ";
		if (process.ignores(this.signal.number())) {
			throw new CommandException(ExitStatus.FAILED,
					reason + "ignores signal " + this.signal.name()
							+ ", to which reload is mapped, as it does while it is starting",
					"Do it once it is ready.");
		}
		throw new CommandException(ExitStatus.NOT_IMPLEMENTED,
				reason + "does not handle signal " + this.signal.name() + ", to which reload is mapped", "Restart it.");
	}

}
