package io.github.pandaemonium.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;

/**
 * A listening socket on a free port of the loopback address, which this process holds and
 * never accepts from: whoever gets its descriptor does.
 */
public final class TestSocket implements AutoCloseable {

	private static final int BACKLOG = 1000;

	private final ServerSocketChannel channel;

	/**
	 * Opens a socket.
	 */
	public TestSocket() {
		try {
			this.channel = ServerSocketChannel.open();
			this.channel.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the port.
	 * @return the port
	 */
	public int port() {
		return this.channel.socket().getLocalPort();
	}

	/**
	 * Returns the descriptor.
	 * @return its number in this process
	 */
	public int descriptor() {
		return descriptor(this.channel);
	}

	/**
	 * Returns the descriptor of any channel, which needs sun.nio.ch to be open.
	 * @param channel the channel
	 * @return its number in this process
	 */
	public static int descriptor(SelectableChannel channel) {
		try {
			Method method = Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal");
			method.setAccessible(true);
			return (int) method.invoke(channel);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
