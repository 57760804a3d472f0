package io.github.pandaemonium.socket;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections whose beginnings, first requests and ends are reported.
 *
 * @since 0.1.0
 */
public final class CountedConnections implements Connections {

	/** How long a stop waits for the first request of a connection just accepted. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final AtomicLong accepted = new AtomicLong();

	private final Set<Object> open = ConcurrentHashMap.newKeySet();

	/** Those whose first request has not been served. */
	private final Set<Object> fresh = ConcurrentHashMap.newKeySet();

	private volatile Runnable acceptor = () -> {
	};

	/**
	 * Sets what stops to accept.
	 * @param acceptor called by {@link #stopAccepting()}; returns when nothing is being
	 * accepted any more
	 */
	public void stoppedBy(Runnable acceptor) {
		this.acceptor = acceptor;
	}

	/**
	 * Counts a connection that begins.
	 * @param connection what identifies the connection as long as it is open
	 */
	public void opened(Object connection) {
		if (this.open.add(connection)) {
			this.fresh.add(connection);
			this.accepted.incrementAndGet();
		}
	}

	/**
	 * Takes note of a request that is served.
	 * @param connection the connection that it came by
	 */
	public void served(Object connection) {
		if (this.fresh.remove(connection)) {
			synchronized (this.fresh) {
				this.fresh.notifyAll();
			}
		}
	}

	/**
	 * Counts a connection that ends.
	 * @param connection the connection
	 */
	public void closed(Object connection) {
		this.open.remove(connection);
		served(connection);
	}

	@Override
	public long accepted() {
		return this.accepted.get();
	}

	@Override
	public int open() {
		return this.open.size();
	}

	@Override
	public void stopAccepting() {
		this.acceptor.run();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		synchronized (this.fresh) {
			try {
				long left = PATIENCE.toMillis();
				while (!this.fresh.isEmpty() && left > 0) {
					this.fresh.wait(left);
					left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
