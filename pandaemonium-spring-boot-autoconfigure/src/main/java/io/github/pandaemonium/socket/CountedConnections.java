package io.github.pandaemonium.socket;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections whose beginnings and ends are reported.
 *
 * @since 0.1.0
 */
public final class CountedConnections implements Connections {

	private final AtomicLong accepted = new AtomicLong();

	private final Set<Object> open = ConcurrentHashMap.newKeySet();

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
	 * Counts a connection that begins, once.
	 * @param connection what identifies the connection as long as it is open
	 */
	public void opened(Object connection) {
		if (this.open.add(connection)) {
			this.accepted.incrementAndGet();
		}
	}

	/**
	 * Counts a connection that ends.
	 * @param connection the connection
	 */
	public void closed(Object connection) {
		this.open.remove(connection);
	}

	/**
	 * Returns the connections that are open.
	 * @param <C> the type of what identifies one
	 * @param type what identifies one
	 * @return those of that type, at this moment
	 */
	public <C> List<C> open(Class<C> type) {
		return this.open.stream().filter(type::isInstance).map(type::cast).toList();
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
	}

}
