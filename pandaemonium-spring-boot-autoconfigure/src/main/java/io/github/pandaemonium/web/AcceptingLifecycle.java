package io.github.pandaemonium.web;

import java.time.Duration;

import io.github.pandaemonium.socket.Connections;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Stops to accept connections before Spring Boot shuts the web servers down, and lets end
 * those that are open: a graceful shutdown waits for requests, and closes a connection
 * whose request has not been read, which another process could have served. It waits
 * until no connection is open. Those that remain when none has ended for a second are
 * idle, or busy with what the graceful shutdown waits for.
 *
 * @since 0.1.0
 */
public final class AcceptingLifecycle implements SmartLifecycle {

	private static final Duration QUIET = Duration.ofSeconds(1);

	/** Clients that come back one after the other must not delay the stop for ever. */
	private static final Duration LIMIT = Duration.ofSeconds(4);

	private static final Duration LOOK = Duration.ofMillis(10);

	private final Connections connections;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param connections the connections of all servers
	 */
	public AcceptingLifecycle(Connections connections) {
		this.connections = connections;
	}

	@Override
	public void start() {
		this.running = true; // the servers do it
	}

	@Override
	public void stop() {
		this.running = false;
		this.connections.stopAccepting();
		try {
			awaitEnd();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Looks at the number, as some servers tell of an end before they count it.
	 */
	private void awaitEnd() throws InterruptedException {
		long begin = System.nanoTime();
		long change = begin;
		int open = this.connections.open();
		while (open > 0 && System.nanoTime() - change < QUIET.toNanos()
				&& System.nanoTime() - begin < LIMIT.toNanos()) {
			Thread.sleep(LOOK.toMillis());
			if (this.connections.open() != open) {
				open = this.connections.open();
				change = System.nanoTime();
			}
		}
	}

}
