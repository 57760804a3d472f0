package io.github.pandaemonium.web;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.pandaemonium.socket.Connections;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's usual endpoint on a socket that was given to this process. A paused endpoint
 * accepts one more connection and drops it, and the connections that wait in the socket
 * are not its own here: another process will accept them. So the channel is taken away
 * from the acceptor before the pause, and what it has accepted is served first.
 */
final class SocketEndpoint extends NioEndpoint implements Connections {

	/** How long a stop waits for the first request of a connection just accepted. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Object monitor = new Object();

	private final AtomicLong accepted = new AtomicLong();

	/** Connections whose first request has not been processed. */
	private final Set<SocketChannel> fresh = ConcurrentHashMap.newKeySet();

	private @Nullable Supplier<ServerSocketChannel> source;

	private volatile @Nullable ServerSocketChannel channel;

	/** Whether the acceptor may have a connection that the poller does not know yet. */
	private boolean accepting;

	/** Whether the acceptor may return without a connection. */
	private boolean released;

	void use(Supplier<ServerSocketChannel> source) {
		this.source = source;
	}

	@Override
	protected void initServerSocket() {
		openChannel();
	}

	@Override
	protected @Nullable NetworkChannel getServerSocket() {
		return this.channel;
	}

	/**
	 * Accepts a connection, or waits until it may return without one: Tomcat passes that
	 * to {@link #destroySocket} once it is paused or stopped.
	 */
	@Override
	protected @Nullable SocketChannel serverSocketAccept() throws Exception {
		while (true) {
			ServerSocketChannel channel = awaitChannel();
			if (channel == null) {
				return null;
			}
			try {
				return channel.accept();
			}
			catch (ClosedChannelException ex) {
				accepted(null);
			}
			catch (IOException | RuntimeException ex) {
				accepted(null);
				throw ex;
			}
		}
	}

	@Override
	protected boolean setSocketOptions(SocketChannel socket) {
		this.fresh.add(socket);
		boolean registered = false;
		try {
			registered = super.setSocketOptions(socket);
			return registered;
		}
		finally {
			if (!registered) {
				this.fresh.remove(socket);
			}
			accepted(socket);
		}
	}

	@Override
	protected void destroySocket(@Nullable SocketChannel socket) {
		if (socket == null) {
			countDownConnection();
			return;
		}
		super.destroySocket(socket);
		accepted(null);
	}

	@Override
	protected SocketProcessorBase<NioChannel> createSocketProcessor(SocketWrapperBase<NioChannel> wrapper,
			SocketEvent event) {
		return new FirstRequest(wrapper, event);
	}

	@Override
	public void pause() {
		stopAccepting();
		super.pause();
	}

	@Override
	public void resume() {
		if (this.channel == null && isRunning()) {
			openChannel();
		}
		super.resume();
	}

	/**
	 * There is nothing to unlock by a connection of our own, which another process might
	 * accept.
	 */
	@Override
	protected void unlockAccept() {
		stopAccepting();
		synchronized (this.monitor) {
			this.released = true;
			this.monitor.notifyAll();
		}
	}

	@Override
	protected void doCloseServerSocket() throws IOException {
		close();
	}

	@Override
	public void stopAccepting() {
		if (this.channel == null) {
			return;
		}
		close();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		await(deadline, () -> !this.accepting);
		await(deadline, this::isFirstRequestServed);
	}

	@Override
	public long accepted() {
		return this.accepted.get();
	}

	@Override
	public int open() {
		return this.connections.size();
	}

	private boolean isFirstRequestServed() {
		this.fresh.removeIf((socket) -> !socket.isOpen());
		return this.fresh.isEmpty();
	}

	private void openChannel() {
		if (this.source == null) {
			throw new IllegalStateException("There is no socket");
		}
		synchronized (this.monitor) {
			this.released = false;
			this.channel = this.source.get();
			this.monitor.notifyAll();
		}
	}

	private void close() {
		ServerSocketChannel channel = this.channel;
		this.channel = null;
		if (channel != null) {
			try {
				channel.close();
			}
			catch (IOException ex) {
				getLog().warn("Unable to close the copy of the listening socket", ex);
			}
		}
	}

	private @Nullable ServerSocketChannel awaitChannel() throws InterruptedException {
		synchronized (this.monitor) {
			while (this.channel == null && !this.released) {
				this.monitor.wait();
			}
			this.accepting = this.channel != null;
			return this.channel;
		}
	}

	private void accepted(@Nullable SocketChannel socket) {
		if (socket != null) {
			this.accepted.incrementAndGet();
		}
		synchronized (this.monitor) {
			this.accepting = false;
			this.monitor.notifyAll();
		}
	}

	private void await(long deadline, BooleanSupplier condition) {
		synchronized (this.monitor) {
			try {
				long left = deadline - System.nanoTime();
				while (!condition.getAsBoolean() && left > 0) {
					// a client that goes away tells nobody, so look now and then
					this.monitor.wait(Math.min(Duration.ofNanos(left).toMillis() + 1, 50));
					left = deadline - System.nanoTime();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void served(SocketChannel socket) {
		if (this.fresh.remove(socket)) {
			synchronized (this.monitor) {
				this.monitor.notifyAll();
			}
		}
	}

	/**
	 * Processes what a connection sends, which is its first request or a later one.
	 */
	private final class FirstRequest extends SocketProcessor {

		private SocketChannel socket;

		FirstRequest(SocketWrapperBase<NioChannel> wrapper, SocketEvent event) {
			super(wrapper, event);
			this.socket = wrapper.getSocket().getIOChannel();
		}

		@Override
		public void reset(SocketWrapperBase<NioChannel> wrapper, SocketEvent event) {
			if (wrapper != null) {
				this.socket = wrapper.getSocket().getIOChannel();
			}
			super.reset(wrapper, event);
		}

		@Override
		protected void doRun() {
			SocketChannel socket = this.socket;
			try {
				super.doRun();
			}
			finally {
				served(socket);
			}
		}

	}

}
