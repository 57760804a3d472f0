package io.github.pandaemonium.systemd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells a supervisor what becomes of this process. Steps of the start and of the end are
 * told on a thread of its own, ten times a second at most, the last one always; what the
 * supervisor waits for is told at once, by whoever knows it. Nothing here fails.
 *
 * @since 0.1.0
 */
public final class Notifier {

	private static final Duration PAUSE = Duration.ofMillis(100);

	/** What sd_notify_barrier(3) is usually given. */
	private static final Duration BARRIER = Duration.ofSeconds(5);

	/** Each lasts a moment where the queue of the supervisor is full. */
	private static final int MOST_TRIES = 100;

	private static final Duration FOR_EVER = Duration.ofDays(1);

	private final NotifySocket socket;

	private final Supplier<Duration> clock;

	private final Duration startTimeout;

	private final Duration stopTimeout;

	private final Object monitor = new Object();

	/** What must not be lost, and waits for room in the queue. */
	private final Deque<Notification> owed = new ArrayDeque<>();

	private @Nullable Notification pending;

	private @Nullable Watchdog watchdog;

	private @Nullable String problem;

	private String status = "";

	private Duration lastProgress = Duration.ofNanos(System.nanoTime()).minus(PAUSE);

	private State state = State.STARTING;

	private boolean started;

	/**
	 * Creates the notifier.
	 * @param socket where the supervisor listens
	 * @param clock reads {@code CLOCK_MONOTONIC}
	 * @param startTimeout how long a start may go without progress
	 * @param stopTimeout how long a stop may go without progress
	 */
	public Notifier(NotifySocket socket, Supplier<Duration> clock, Duration startTimeout, Duration stopTimeout) {
		this.socket = socket;
		this.clock = clock;
		this.startTimeout = startTimeout;
		this.stopTimeout = stopTimeout;
	}

	/**
	 * Tells what the start, or the stop, is at work on, and asks for time.
	 * @param step the step
	 */
	public void progress(String step) {
		synchronized (this.monitor) {
			switch (this.state) {
				case STARTING ->
					later(Notification.empty().status("starting: " + step).extendTimeout(this.startTimeout));
				case STOPPING ->
					later(Notification.empty().status("stopping: " + step).extendTimeout(this.stopTimeout));
				default -> {
					// nobody waits for it
				}
			}
		}
	}

	/**
	 * Tells that the application is ready.
	 * @param status its state
	 * @param watchdog what gives signs of life from now on, if they are wanted
	 */
	public void ready(String status, @Nullable Watchdog watchdog) {
		synchronized (this.monitor) {
			if (this.state != State.STARTING) {
				return;
			}
			this.state = State.READY;
			this.status = status;
			Notification notification = Notification.empty().ready().status(status);
			if (watchdog != null) {
				this.watchdog = watchdog;
				notification = watchdog.begin(notification, now());
			}
			now(notification);
			if (watchdog != null) {
				startThread();
				this.monitor.notifyAll(); // it may have nothing else to do for ever
			}
		}
	}

	/**
	 * Tells what the state of a ready application is.
	 * @param status its state
	 */
	public void status(String status) {
		synchronized (this.monitor) {
			if (this.state == State.READY && !status.equals(this.status)) {
				this.status = status;
				later(Notification.empty().status(line()));
			}
		}
	}

	/**
	 * Tells that a ready application begins to reload.
	 */
	public void reloading() {
		synchronized (this.monitor) {
			if (this.state == State.READY) {
				this.state = State.RELOADING;
				now(Notification.empty().reloading(this.clock.get()).status("reloading"));
			}
		}
	}

	/**
	 * Tells that the reload is done, however it went.
	 * @param status the state
	 */
	public void reloaded(String status) {
		synchronized (this.monitor) {
			if (this.state == State.RELOADING) {
				this.state = State.READY;
				this.status = status;
				now(Notification.empty().ready().status(line()));
			}
		}
	}

	/**
	 * Tells that the end has begun; the watchdog has nothing more to say.
	 */
	public void stopping() {
		synchronized (this.monitor) {
			if (this.state != State.STOPPING && this.state != State.SILENT) {
				this.state = State.STOPPING;
				this.watchdog = null;
				// no more time before there is progress: what hangs is to be ended in
				// time
				now(Notification.empty().stopping().status("stopping"));
			}
		}
	}

	/**
	 * Tells that another process is the main one from now on, and waits until the
	 * supervisor has read that; nothing else is told after that. That process speaks for
	 * itself, and its status is asked for here, since what it said before nobody has
	 * heard.
	 * @param pid the process
	 * @return whether the supervisor has read it; otherwise it takes the end of this
	 * process for the end of all
	 */
	public boolean succeeded(int pid) {
		Notification notification;
		synchronized (this.monitor) {
			if (this.state == State.SILENT || this.state == State.STOPPING) {
				return false;
			}
			this.state = State.SILENT;
			this.watchdog = null;
			this.pending = null;
			this.owed.clear();
			// with READY=1, as what ends a reload would not be believed from that process
			notification = Notification.empty().ready().mainPid(pid).status(this.status);
		}
		int left = MOST_TRIES;
		while (!this.socket.send(notification, true)) {
			left--;
			if (left == 0) {
				return false;
			}
		}
		return this.socket.barrier(BARRIER);
	}

	/**
	 * Tells why the start failed; nothing else is told after that.
	 * @param status what went wrong
	 * @param errno the number of the error
	 */
	public void failed(String status, int errno) {
		synchronized (this.monitor) {
			if (this.state == State.STARTING) {
				this.state = State.SILENT;
				now(Notification.empty().status("failed: " + status).errno(errno));
			}
		}
	}

	private String line() {
		return (this.problem != null) ? "no sign of life, since " + this.problem + "; " + this.status : this.status;
	}

	private void now(Notification notification) {
		this.pending = null; // is older
		if (!this.owed.isEmpty() || !this.socket.send(notification, true)) {
			this.owed.add(notification);
			startThread();
			this.monitor.notifyAll();
		}
	}

	private void later(Notification notification) {
		boolean waits = this.pending != null;
		this.pending = notification;
		startThread();
		if (!waits) {
			this.monitor.notifyAll();
		}
	}

	private void startThread() {
		if (!this.started) {
			Thread thread = new Thread(this::work, "pandaemonium-notify");
			thread.setDaemon(true);
			try {
				thread.start();
				this.started = true;
			}
			catch (OutOfMemoryError ex) {
				// of threads: the next message tries again
			}
		}
	}

	private void work() {
		while (true) {
			try {
				synchronized (this.monitor) {
					Duration delay = step(now());
					this.monitor.wait(delay.toMillis() + 1);
				}
			}
			catch (InterruptedException ex) {
				// whoever interrupts does not mean the supervisor
			}
			catch (RuntimeException | Error ex) {
				// one message is lost, and not the signs of life that come after it
			}
		}
	}

	/**
	 * Does what is due.
	 * @return how long there is nothing to do
	 */
	private Duration step(Duration now) {
		while (!this.owed.isEmpty() && this.socket.send(this.owed.getFirst(), false)) {
			this.owed.removeFirst();
		}
		Duration next = this.owed.isEmpty() ? FOR_EVER : PAUSE;
		Watchdog watchdog = this.watchdog;
		if (watchdog != null) {
			if (now.compareTo(watchdog.next()) >= 0) {
				look(watchdog, now);
			}
			next = shorter(next, watchdog.next().minus(now));
		}
		if (this.pending != null) {
			Duration due = this.lastProgress.plus(PAUSE);
			if (this.owed.isEmpty() && now.compareTo(due) >= 0) {
				Notification notification = this.pending;
				this.lastProgress = now;
				if (this.socket.send(notification, false)) {
					this.pending = null;
				}
				else {
					next = shorter(next, PAUSE); // the last step counts
				}
			}
			else {
				next = shorter(next, this.owed.isEmpty() ? due.minus(now) : PAUSE);
			}
		}
		return next;
	}

	private void look(Watchdog watchdog, Duration now) {
		Notification sign = watchdog.look(now);
		String problem = watchdog.problem();
		if ((problem == null) != (this.problem == null)) {
			this.problem = problem;
			this.pending = Notification.empty().status(line());
		}
		if (sign != null) {
			this.socket.send(sign, true);
		}
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration now() {
		return Duration.ofNanos(System.nanoTime());
	}

	private enum State {

		STARTING, READY, RELOADING, STOPPING, SILENT

	}

}
