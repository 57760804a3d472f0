package io.github.pandaemonium.web;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.pandaemonium.socket.AcceptanceGate;
import io.github.pandaemonium.socket.Connections;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's usual endpoint on a socket that was given to this process. A paused endpoint
 * accepts one more connection and drops it, and the connections that wait in the socket
 * are not its own here: another process will accept them. So the channel is taken away
 * from the acceptor before the pause.
 */
final class SocketEndpoint extends NioEndpoint implements Connections {

	/** How long a stop waits until the acceptor has handed over what it has. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Object monitor = new Object();

	private final AtomicLong accepted = new AtomicLong();

	private @Nullable Supplier<ServerSocketChannel> source;

	private AcceptanceGate gate = AcceptanceGate.opened();

	private Runnable onStop = () -> {
	};

	private volatile @Nullable ServerSocketChannel channel;

	/** Whether the acceptor may have a connection that the poller does not know yet. */
	private boolean accepting;

	/** Whether the acceptor may return without a connection. */
	private boolean released;

	void use(Supplier<ServerSocketChannel> source, AcceptanceGate gate, Runnable onStop) {
		this.source = source;
		this.onStop = onStop;
		this.gate = gate;
		gate.whenOpen(() -> {
			synchronized (this.monitor) {
				this.monitor.notifyAll();
			}
		});
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
		try {
			return super.setSocketOptions(socket);
		}
		finally {
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

	/**
	 * By this number the answer to a request says that it is the last.
	 */
	@Override
	public int getMaxKeepAliveRequests() {
		return (this.channel != null) ? super.getMaxKeepAliveRequests() : 1;
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
		awaitAcceptor();
		getHandler().pause(); // tells those of HTTP/2, and has no effect on others
		this.onStop.run();
	}

	@Override
	public long accepted() {
		return this.accepted.get();
	}

	@Override
	public int open() {
		return this.connections.size();
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
			while ((this.channel == null || !this.gate.isOpen()) && !this.released) {
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

	private void awaitAcceptor() {
		long end = System.nanoTime() + PATIENCE.toNanos();
		synchronized (this.monitor) {
			try {
				for (long left = PATIENCE.toNanos(); this.accepting && left > 0; left = end - System.nanoTime()) {
					TimeUnit.NANOSECONDS.timedWait(this.monitor, left);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
