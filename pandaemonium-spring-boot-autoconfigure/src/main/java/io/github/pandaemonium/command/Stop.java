package io.github.pandaemonium.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import io.github.pandaemonium.command.StopSchedule.Step;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.posix.RunningProcess;

/**
 * Ends the process of a service: signal after signal, until the process has ended and its
 * lock is free.
 */
final class Stop {

	private static final int SIGQUIT = 3; // signal(7), the same everywhere

	private static final int SIGKILL = 9;

	private static final int SIGCONT = 18;

	private static final int TRIES = 3;

	/** What HotSpot needs at most to print a thread dump. */
	private static final Duration TIME_TO_DUMP = Duration.ofSeconds(2);

	/** A launcher that waits for the process has to see its end, too. */
	private static final Duration TIME_TO_UNLOCK = Duration.ofSeconds(10);

	private static final long BETWEEN_LOOKS = 2_000_000;

	private final Service service;

	private final StopSchedule schedule;

	Stop(Service service, StopSchedule schedule) {
		this.service = service;
		this.schedule = schedule;
	}

	/**
	 * Does it.
	 * @return the process that was ended, and how; pid 0 where nothing ran
	 * @throws CommandException if it may not be, or does not end
	 */
	Result run() {
		awaitEnding();
		Result result = new Result(0, "");
		for (int i = 0; i < TRIES; i++) {
			Optional<RunningProcess> found = this.service.holder();
			if (found.isEmpty()) {
				break;
			}
			try (RunningProcess holder = found.get()) {
				boolean starting = !this.service.isNamed(holder.pid());
				String signal = end(holder);
				awaitUnlocked(holder.pid());
				result = new Result(holder.pid(), signal);
				if (!starting) {
					break; // who has the lock now is a new start
				}
				// a launcher ends by itself once its daemon is there, too
			}
		}
		this.service.tidyUp();
		return result;
	}

	/**
	 * Ends a process, and leaves alone whoever has the lock then.
	 * @param holder the process
	 * @return the signal that did it
	 */
	String end(RunningProcess holder) {
		try {
			for (Step step : this.schedule.steps()) {
				if (step.signal().number() == SIGKILL) {
					dumpThreads(holder);
				}
				holder.signal(step.signal().number());
				holder.signal(SIGCONT); // a stopped process would not see the signal
				if (holder.awaitEnd(step.timeout())) {
					return step.signal().name();
				}
			}
		}
		catch (PosixException ex) {
			throw new CommandException(ExitStatus.NOT_PERMITTED,
					"process " + holder.pid() + " may not be signalled by this user: " + ex.getText(),
					"Do it as the user who started it, or as root.");
		}
		throw new CommandException(ExitStatus.FAILED, "process " + holder.pid() + " has not ended",
				"Look at what it does, or add KILL to pandaemonium.stop-schedule.");
	}

	/**
	 * To its own output, for whoever asks later why it had to be killed.
	 */
	private void dumpThreads(RunningProcess holder) {
		try {
			if (this.service.isNamed(holder.pid())
					&& this.service.ask(holder.pid(), "thread-dump", TIME_TO_DUMP).isPresent()) {
				return;
			}
		}
		catch (IOException ex) {
			// then by the signal that HotSpot obeys even where Java does not run any more
		}
		holder.signal(SIGQUIT);
		holder.awaitEnd(TIME_TO_DUMP);
	}

	/**
	 * A daemon that may not remove its pid file empties it at its very end.
	 */
	private void awaitEnding() {
		long deadline = System.nanoTime() + TIME_TO_UNLOCK.toNanos();
		while (this.service.isEnding() && System.nanoTime() < deadline) {
			LockSupport.parkNanos(BETWEEN_LOOKS);
		}
	}

	private void awaitUnlocked(int pid) {
		long deadline = System.nanoTime() + TIME_TO_UNLOCK.toNanos();
		while (this.service.isHeldAfter(pid)) {
			if (System.nanoTime() > deadline) {
				throw new CommandException(ExitStatus.FAILED,
						"process " + pid + " has ended, but a process that it started holds its lock",
						"Find it with: fuser '" + this.service.pidFile() + "'");
			}
			LockSupport.parkNanos(BETWEEN_LOOKS);
		}
	}

	/**
	 * What was ended.
	 *
	 * @param pid the process, or 0 where nothing ran
	 * @param signal the signal that did it
	 */
	record Result(int pid, String signal) {
	}

}
