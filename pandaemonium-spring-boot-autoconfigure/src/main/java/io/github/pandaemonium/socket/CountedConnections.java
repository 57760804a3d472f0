package io.github.pandaemonium.socket;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections whose beginnings and ends are reported.
 *
 * @since 0.1.0
 */
public final class CountedConnections implements Connections {

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicInteger open = new AtomicInteger();

	/**
	 * Counts a connection that begins.
	 */
	public void opened() {
		this.open.incrementAndGet();
		this.accepted.incrementAndGet();
	}

	/**
	 * Counts a connection that ends.
	 */
	public void closed() {
		this.open.decrementAndGet();
	}

	@Override
	public long accepted() {
		return this.accepted.get();
	}

	@Override
	public int open() {
		return this.open.get();
	}

}
