package io.github.pandaemonium.signal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Brings signals to their listeners: one after the other on the thread
 * {@code pandaemonium-signals}, from {@link #open()} on; earlier ones wait. A signal that
 * comes again while it waits is delivered once, at the place of its last arrival. The
 * action {@code terminate} waits for nothing: it starts at once, and once, on the thread
 * {@code pandaemonium-terminate}; listeners are told as well, if they can still be.
 *
 * @since 0.1.0
 */
public final class SignalDispatcher implements AutoCloseable {

	private final Consumer<ReceivedSignal> listener;

	private final BiConsumer<ReceivedSignal, Throwable> failures;

	private final Runnable terminator;

	/** The threads that the JVM makes for signals do not have the application's. */
	private final @Nullable ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();

	private final AtomicBoolean terminating = new AtomicBoolean();

	private final Object monitor = new Object();

	private final Map<Integer, Waiting> pending = new HashMap<>();

	private long count;

	private State state = State.WAITING;

	private @Nullable Thread thread;

	/** How many signals the listeners have been told of. */
	private long delivered;

	private volatile long delivering;

	/**
	 * Creates a dispatcher that lets nothing through yet.
	 * @param listener what is told of every signal, after the listener of its action
	 * @param failures what is told of a listener, or a terminator, that throws
	 * @param terminator what ends the process; called at most once unless it throws
	 */
	public SignalDispatcher(Consumer<ReceivedSignal> listener, BiConsumer<ReceivedSignal, Throwable> failures,
			Runnable terminator) {
		this.listener = listener;
		this.failures = failures;
		this.terminator = terminator;
	}

	/**
	 * Starts to deliver, because the application is ready. Does nothing the second time
	 * or after {@link #close()}.
	 */
	public void open() {
		synchronized (this.monitor) {
			if (this.state == State.WAITING) {
				this.state = State.OPEN;
				this.thread = start("pandaemonium-signals", this::deliver);
			}
		}
	}

	/**
	 * Returns which signal its listeners are at work on.
	 * @return the number of the delivery, 0 if there is nothing to do, -1 if the thread
	 * has died
	 */
	public long delivering() {
		synchronized (this.monitor) {
			return (this.state == State.OPEN && this.thread != null && !this.thread.isAlive()) ? -1 : this.delivering;
		}
	}

	/**
	 * Delivers nothing more, except that {@code terminate} still works. A listener that
	 * is running is neither interrupted nor waited for.
	 */
	@Override
	public void close() {
		synchronized (this.monitor) {
			this.state = State.CLOSED;
			this.pending.clear();
			this.monitor.notifyAll();
		}
	}

	/**
	 * Takes a signal, on the thread that the JVM made for it, and returns at once.
	 * @param signal the signal
	 */
	public void receive(ReceivedSignal signal) {
		// The JVM makes one thread for each signal and these overtake each other, but
		// their
		// numbers have the order of arrival.
		receive(signal, Thread.currentThread().getId());
	}

	void receive(ReceivedSignal signal, long thread) {
		if (!signal.action().isDelivered()) {
			return;
		}
		if (signal.action().kind() == SignalAction.Kind.TERMINATE) {
			terminate(signal);
		}
		synchronized (this.monitor) {
			if (this.state != State.CLOSED) {
				this.pending.merge(signal.number(), new Waiting(signal, thread, this.count++), Waiting::later);
				this.monitor.notifyAll();
			}
		}
	}

	private void terminate(ReceivedSignal signal) {
		if (this.terminating.compareAndSet(false, true)) {
			Runnable task = () -> {
				try {
					this.terminator.run();
				}
				catch (Throwable ex) {
					this.terminating.set(false); // the next one tries again
					report(signal, ex);
				}
			};
			try {
				start("pandaemonium-terminate", task);
			}
			catch (OutOfMemoryError ex) {
				task.run(); // no more threads: the one of the JVM does as well
			}
		}
	}

	private void deliver() {
		ReceivedSignal signal = next();
		while (signal != null) {
			this.delivering = ++this.delivered;
			SignalListener own = signal.action().listener();
			if (own != null) {
				tell(own, signal);
			}
			tell(this.listener::accept, signal);
			this.delivering = 0;
			signal = next();
		}
	}

	private void tell(SignalListener told, ReceivedSignal signal) {
		try {
			told.onSignal(signal);
		}
		catch (Throwable ex) {
			report(signal, ex);
		}
	}

	private void report(ReceivedSignal signal, Throwable failure) {
		try {
			this.failures.accept(signal, failure);
		}
		catch (Throwable ex) {
			// Nobody is left to tell; the next signal matters more
		}
	}

	private @Nullable ReceivedSignal next() {
		synchronized (this.monitor) {
			while (this.state == State.OPEN && this.pending.isEmpty()) {
				try {
					this.monitor.wait();
				}
				catch (InterruptedException ex) {
					// A listener interrupted our thread, which ends by close() only
				}
			}
			Waiting first = this.pending.values().stream().min(Waiting.ORDER).orElse(null);
			return (first != null) ? this.pending.remove(first.signal().number()).signal() : null;
		}
	}

	private Thread start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.setContextClassLoader(this.contextClassLoader);
		thread.start();
		return thread;
	}

	private enum State {

		WAITING, OPEN, CLOSED

	}

	private record Waiting(ReceivedSignal signal, long thread, long count) {

		static final Comparator<Waiting> ORDER = Comparator.comparingLong(Waiting::thread)
			.thenComparingLong(Waiting::count);

		Waiting later(Waiting other) {
			return (ORDER.compare(this, other) < 0) ? other : this;
		}

	}

}
