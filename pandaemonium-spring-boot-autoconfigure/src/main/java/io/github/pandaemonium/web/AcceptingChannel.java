package io.github.pandaemonium.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

import io.github.pandaemonium.socket.CountedConnections;
import org.jspecify.annotations.Nullable;

/**
 * A blocking channel that reports what it accepts before anyone else knows of it, so that
 * nothing is overlooked by a stop.
 */
final class AcceptingChannel extends ServerSocketChannel {

	private static final long TIME_TO_STOP = 1000; // milliseconds

	private final ServerSocketChannel channel;

	private final CountedConnections connections;

	private final Object monitor = new Object();

	private int accepting;

	AcceptingChannel(ServerSocketChannel channel, CountedConnections connections) {
		super(channel.provider());
		this.channel = channel;
		this.connections = connections;
		connections.stoppedBy(this::stopAccepting);
	}

	/**
	 * Counts a connection by the address of its client, which no other open one has.
	 */
	@Override
	public SocketChannel accept() throws IOException {
		enter(1);
		try {
			SocketChannel accepted = this.channel.accept();
			if (accepted != null) {
				this.connections.opened(accepted.getRemoteAddress());
			}
			return accepted;
		}
		finally {
			enter(-1);
		}
	}

	private void enter(int change) {
		synchronized (this.monitor) {
			this.accepting += change;
			this.monitor.notifyAll();
		}
	}

	private void stopAccepting() {
		try {
			close();
			long deadline = System.currentTimeMillis() + TIME_TO_STOP;
			synchronized (this.monitor) {
				for (long left = TIME_TO_STOP; this.accepting > 0
						&& left > 0; left = deadline - System.currentTimeMillis()) {
					this.monitor.wait(left);
				}
			}
		}
		catch (IOException ex) {
			// it is a copy, and the process ends
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
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
	}

	@Override
	protected void implConfigureBlocking(boolean block) throws IOException {
		this.channel.configureBlocking(block);
	}

}
