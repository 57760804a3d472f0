package io.github.pandaemonium.web;

import io.github.pandaemonium.socket.Connections;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Stops to accept connections before Spring Boot shuts the web servers down: a server
 * that stops while it accepts closes what it has just accepted, and here another process
 * could have served that.
 *
 * @since 0.1.0
 */
public final class AcceptingLifecycle implements SmartLifecycle {

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
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
	}

}
