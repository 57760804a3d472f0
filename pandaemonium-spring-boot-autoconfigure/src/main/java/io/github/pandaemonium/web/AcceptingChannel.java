package io.github.pandaemonium.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.pandaemonium.socket.AcceptanceGate;
import io.github.pandaemonium.socket.CountedConnections;
import org.jspecify.annotations.Nullable;

/**
 * A blocking channel that accepts nothing before the gate is open, and reports what it
 * accepts before anyone else knows of it, so that nothing is overlooked by a stop: its
 * {@link #close()} returns when it accepts no more. That looks like an interrupt to the
 * thread that accepts, which Jetty takes for the end and not for a failure. A real
 * interrupt may lose what has just been accepted.
 */
final class AcceptingChannel extends ServerSocketChannel {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final ServerSocketChannel channel;

	private final CountedConnections connections;

	private final AcceptanceGate gate;

	private final Object monitor = new Object();

	private int accepting;

	AcceptingChannel(ServerSocketChannel channel, CountedConnections connections, AcceptanceGate gate) {
		super(channel.provider());
		this.channel = channel;
		this.connections = connections;
		this.gate = gate;
		gate.whenOpen(() -> enter(0));
	}

	@Override
	public SocketChannel accept() throws IOException {
		awaitGate();
		enter(1);
		try {
			SocketChannel accepted = this.channel.accept();
			this.connections.opened(accepted);
			return accepted;
		}
		catch (ClosedChannelException ex) {
			throw new ClosedByInterruptException();
		}
		finally {
			enter(-1);
		}
	}

	/**
	 * Whoever waits here when the channel is closed finds out by accepting.
	 */
	private void awaitGate() throws ClosedByInterruptException {
		synchronized (this.monitor) {
			try {
				while (!this.gate.isOpen() && this.channel.isOpen()) {
					this.monitor.wait();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new ClosedByInterruptException();
			}
		}
	}

	private void enter(int change) {
		synchronized (this.monitor) {
			this.accepting += change;
			this.monitor.notifyAll();
		}
	}

	@Override
	public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) throws IOException {
		this.channel.bind(local, backlog);
		return this;
	}

	@Override
	public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
		this.channel.setOption(name, value);
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) throws IOException {
		return this.channel.getOption(name);
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return this.channel.supportedOptions();
	}

	@Override
	public ServerSocket socket() {
		return this.channel.socket();
	}

	@Override
	public SocketAddress getLocalAddress() throws IOException {
		return this.channel.getLocalAddress();
	}

	@Override
	protected void implCloseSelectableChannel() throws IOException {
		this.channel.close();
		enter(0);
		long end = System.nanoTime() + PATIENCE.toNanos();
		synchronized (this.monitor) {
			try {
				for (long left = PATIENCE.toNanos(); this.accepting > 0 && left > 0; left = end - System.nanoTime()) {
					TimeUnit.NANOSECONDS.timedWait(this.monitor, left);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	protected void implConfigureBlocking(boolean block) throws IOException {
		this.channel.configureBlocking(block);
	}

}
