package io.github.pandaemonium.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import io.github.pandaemonium.command.ServiceStatus.State;
import io.github.pandaemonium.posix.RunningProcess;
import io.github.pandaemonium.posix.UnixSignal;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * The verbs that act on a service that runs, or does not. Each returns its exit status
 * and says one line.
 *
 * @since 0.1.0
 */
public final class Commands {

	/** The daemon itself ends a start that makes no progress. */
	private static final Duration LONGEST_START = Duration.ofDays(1);

	private static final String RESTART_THERE = "Restart it there, for example with systemctl restart.";

	private final String name;

	private final Service service;

	private final StopSchedule schedule;

	private final Duration patience;

	private final @Nullable UnixSignal reload;

	private final Consumer<String> out;

	/**
	 * Creates the commands.
	 * @param name the name of the application
	 * @param service the service
	 * @param schedule how it is stopped
	 * @param patience how long a reload may take
	 * @param reload the signal that is mapped to a reload, or {@code null}
	 * @param out where a line goes
	 */
	public Commands(String name, Service service, StopSchedule schedule, Duration patience, @Nullable UnixSignal reload,
			Consumer<String> out) {
		this.name = name;
		this.service = service;
		this.schedule = schedule;
		this.patience = patience;
		this.reload = reload;
		this.out = out;
	}

	/**
	 * Says whether it runs.
	 * @param json whether for scripts
	 * @return the exit status
	 */
	public int status(boolean json) {
		ServiceStatus status = this.service.status();
		this.out.accept(json ? JsonWriter.standard().writeToString(status.toMap(this.name))
				: StatusText.of(this.name, status, this.service.pidFile()));
		return status.state().exitStatus();
	}

	/**
	 * Stops it, where it runs.
	 * @throws CommandException if it may not be stopped, or does not end
	 */
	public void stop() {
		Instant start = Instant.now();
		Stop.Result result = new Stop(this.service, this.schedule).run();
		if (result.pid() == 0) {
			this.out.accept(this.name + " is not running");
			return;
		}
		this.out.accept(this.name
				+ (result.signal().equals("KILL") ? " did not end by itself and was killed: process "
						: " has been stopped: process ")
				+ result.pid() + ", " + Printable.seconds(Duration.between(start, Instant.now())));
	}

	/**
	 * Whether there is a process to restart. One that somebody looks after is left to
	 * that.
	 * @return whether it runs
	 */
	public boolean isRestartable() {
		ServiceStatus status = this.service.status();
		if (status.detail("mode").equals("supervised")) {
			throw new CommandException(ExitStatus.FAILED,
					"process " + status.pid() + " is run by a supervisor, which would start it once more",
					"Restart it there, for example with systemctl restart.");
		}
		if (status.state() == State.UNKNOWN) {
			throw new CommandException(ExitStatus.FAILED, status.reason(), "See what status says.");
		}
		return status.state().isAlive();
	}

	/**
	 * Has a service that is run by a supervisor start its own successor: only a process
	 * that the supervisor started can.
	 * @param plain whether it was asked for without arguments
	 * @return whether it has been done; false where no supervisor runs it
	 * @throws CommandException if it goes on as it is
	 */
	public boolean restartSupervised(boolean plain) {
		Optional<RunningProcess> found = this.service.holder();
		if (found.isEmpty()) {
			return false;
		}
		try (RunningProcess holder = found.get()) {
			String mode = this.service.status().detail("mode");
			if (mode.isEmpty() && Service.isOfSystemd(holder.pid())) {
				throw new CommandException(ExitStatus.FAILED,
						"process " + holder.pid() + " does not answer, and is run by systemd", RESTART_THERE);
			}
			if (!mode.equals("supervised")) {
				return false;
			}
			if (!plain) {
				throw new CommandException(ExitStatus.INVALID_ARGUMENT,
						"process " + holder.pid() + " is run by a supervisor, and starts again as it was started",
						"Give restart no arguments, or change the unit.");
			}
			Answer answer = this.service.ask(holder.pid(), "restart", LONGEST_START)
				.map(Answer::new)
				.orElseThrow(() -> new CommandException(ExitStatus.FAILED, "it has no control socket", RESTART_THERE));
			if (answer.values().isEmpty() || !answer.isSuccess()) {
				throw new CommandException(ExitStatus.FAILED,
						"process " + holder.pid() + " goes on: "
								+ (answer.values().isEmpty() ? "it does not know how to restart itself"
										: answer.text("reason")),
						"If it has to be stopped first, restart it at its supervisor, for example with systemctl restart.");
			}
			int successor = answer.number("pid");
			this.out.accept(this.name + " is ready: process " + successor);
			replaced(holder, successor);
			return true;
		}
		catch (IOException ex) {
			throw new CommandException(ExitStatus.FAILED,
					"it does not say whether it has restarted: " + ex.getMessage(),
					"See its log, or what status says.");
		}
	}

	/**
	 * Has it hand over its listening sockets and its lock to a successor. Where it can't,
	 * that is said, and it is to be stopped first.
	 * @return the handover, to be closed, or {@code null} where there is nothing to hand
	 * over
	 * @throws CommandException if it refuses, since it is handing over already
	 */
	public @Nullable Handover handover() {
		Optional<RunningProcess> found = this.service.holder();
		if (found.isEmpty()) {
			return null;
		}
		Handover handover = null;
		try {
			if (this.service.isNamed(found.get().pid())) {
				handover = this.service.handover(found.get());
			}
		}
		catch (Handover.NothingToHandOverException ex) {
			stopsFirst(String.valueOf(ex.getMessage()));
		}
		finally {
			if (handover == null) {
				found.get().close();
			}
		}
		return handover;
	}

	/**
	 * Says that a restart is a stop and a start.
	 * @param reason why
	 */
	public void stopsFirst(String reason) {
		this.out.accept(this.name + " stops, then starts: " + reason);
	}

	/**
	 * Ends the process that has handed over, as a stop does.
	 * @param handover the handover
	 * @param successor the process that has taken over
	 * @throws CommandException if it may not be signalled, or does not end, or the
	 * successor does
	 */
	public void replaced(Handover handover, int successor) {
		replaced(handover.daemon(), successor);
	}

	private void replaced(RunningProcess old, int pid) {
		try (RunningProcess successor = this.service.holder(pid)
			.orElseThrow(() -> new CommandException(ExitStatus.FAILED,
					"process " + pid + " has ended as soon as it was ready: " + Handover.outcome(old),
					"See its log."))) {
			Duration duration = end(old);
			if (successor.awaitEnd(Duration.ZERO)) {
				throw new CommandException(ExitStatus.FAILED, "process " + pid
						+ " has ended as soon as it had replaced process " + old.pid() + ": nothing runs any more",
						"See its log, and start it.");
			}
			this.out
				.accept(this.name + " has been replaced: process " + old.pid() + ", " + Printable.seconds(duration));
		}
	}

	/**
	 * Has it read its configuration anew.
	 * @return the exit status
	 * @throws CommandException if it can't, or keeps its configuration
	 */
	public int reload() {
		if (this.reload == null) {
			throw new CommandException(ExitStatus.NOT_IMPLEMENTED,
					"no signal is mapped to reload, so that the application does not reload",
					"Map one in pandaemonium.signal-map, or restart it.");
		}
		this.out.accept(this.name + " " + new Reload(this.service, this.reload, this.patience).run());
		return ExitStatus.SUCCESS;
	}

	/**
	 * Whether the application can reload at all.
	 * @return whether a signal is mapped to that
	 */
	public boolean canReload() {
		return this.reload != null;
	}

	private Duration end(RunningProcess holder) {
		Instant start = Instant.now();
		new Stop(this.service, this.schedule).end(holder);
		return Duration.between(start, Instant.now());
	}

}
