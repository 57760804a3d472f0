package io.github.pandaemonium.web;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.pandaemonium.socket.Connections;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Ends an application that nobody has used for some time, where the next connection
 * starts it again: no connection was open and none was accepted. From readiness on it
 * looks ten times in that time, at least once a second.
 *
 * @since 0.1.0
 */
public final class IdleShutdown implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(IdleShutdown.class);

	private final Duration timeout;

	private final Connections connections;

	private final Runnable stop;

	private final LongSupplier clock;

	private @Nullable ScheduledExecutorService executor;

	private volatile boolean disabled;

	private long accepted = -1;

	private long lastUse;

	/**
	 * Creates the shutdown.
	 * @param timeout how long nobody has to use the application
	 * @param connections the connections
	 * @param stop ends the application
	 */
	public IdleShutdown(Duration timeout, Connections connections, Runnable stop) {
		this(timeout, connections, stop, System::nanoTime);
	}

	IdleShutdown(Duration timeout, Connections connections, Runnable stop, LongSupplier clock) {
		this.timeout = timeout;
		this.connections = connections;
		this.stop = stop;
		this.clock = clock;
	}

	/**
	 * Has it never end the application.
	 * @return this
	 */
	public IdleShutdown disabled() {
		this.disabled = true;
		return this;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (!this.disabled) {
			start();
		}
	}

	synchronized void start() {
		if (this.executor == null) {
			this.lastUse = this.clock.getAsLong();
			long period = Math.max(1, Math.min(1000, this.timeout.toMillis() / 10));
			this.executor = Executors.newSingleThreadScheduledExecutor((task) -> {
				Thread thread = new Thread(task, "pandaemonium-idle");
				thread.setDaemon(true);
				return thread;
			});
			this.executor.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public synchronized void destroy() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			this.executor = null;
		}
	}

	void look() {
		long accepted = this.connections.accepted();
		if (this.connections.open() > 0 || accepted != this.accepted) {
			this.accepted = accepted;
			this.lastUse = this.clock.getAsLong();
		}
		else if (this.clock.getAsLong() - this.lastUse >= this.timeout.toNanos()) {
			logger.info("There was no connection for " + this.timeout.toMillis()
					+ " ms (pandaemonium.idle-timeout): the application ends");
			this.stop.run();
		}
	}

}
