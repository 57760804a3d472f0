package io.github.pandaemonium.socket;

import java.io.FileDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.Inet6Address;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

import io.github.pandaemonium.posix.Posix;

/**
 * Makes a channel of a listening descriptor, which java.nio has no way for:
 * {@code System.inheritedChannel()} knows descriptor 0 only, and closing its channel
 * points 0, 1 and 2 at {@code /dev/null}. It needs {@link #OPTION}.
 *
 * @since 0.1.0
 */
public final class SocketAdoption {

	/** The option of the JVM that opens java.nio; {@code Add-Opens} in a manifest. */
	public static final String OPTION = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

	private static final String PACKAGE = "sun.nio.ch";

	/** The numbers of the standard streams are not for a socket. */
	private static final int LEAST = 3;

	private SocketAdoption() {
	}

	/**
	 * Whether this JVM lets a descriptor be adopted.
	 * @return whether its java.nio is open to us
	 */
	public static boolean isPossible() {
		return Object.class.getModule().isOpen(PACKAGE, SocketAdoption.class.getModule());
	}

	/**
	 * Makes a channel of a copy of the descriptor. {@code O_NONBLOCK} belongs to what all
	 * copies share, in this process and in others. It is set here: the accept of a
	 * blocking channel waits by poll(2) then, and one process that waits does not keep
	 * another from accepting. Whoever shares the descriptor must not rely on the flag.
	 * @param posix the system calls
	 * @param socket the socket
	 * @return the channel; to close it closes the copy
	 */
	static ServerSocketChannel adopt(Posix posix, ListeningSocket socket) {
		int copy = posix.dup(socket.descriptor(), LEAST);
		boolean adopted = false;
		try {
			posix.setNonBlocking(copy, true);
			ServerSocketChannel channel = channel(copy, socket.address().getAddress() instanceof Inet6Address
					? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
			adopted = true;
			return channel;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw new InvalidSocketException("The socket " + socket + " can't be taken: " + ex,
					"Start java with " + OPTION + ", or put 'Add-Opens: java.base/sun.nio.ch' into the jar's manifest.",
					ex);
		}
		finally {
			if (!adopted) {
				posix.close(copy);
			}
		}
	}

	/**
	 * Returns the descriptor of a connection, to send descriptors over it.
	 * @param channel the connection
	 * @return the number of the descriptor
	 * @throws InvalidSocketException if java.nio is not open to us
	 */
	public static int descriptor(SocketChannel channel) {
		try {
			Method descriptor = Class.forName(PACKAGE + ".SelChImpl").getDeclaredMethod("getFDVal");
			descriptor.setAccessible(true);
			return (int) descriptor.invoke(channel);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw new InvalidSocketException("No descriptor can be sent: " + ex,
					"Start java with " + OPTION + ", or put 'Add-Opens: java.base/sun.nio.ch' into the jar's manifest.",
					ex);
		}
	}

	private static ServerSocketChannel channel(int fd, ProtocolFamily family) throws ReflectiveOperationException {
		Method newFd = Class.forName(PACKAGE + ".IOUtil").getDeclaredMethod("newFD", int.class);
		newFd.setAccessible(true);
		Constructor<?> constructor = Class.forName(PACKAGE + ".ServerSocketChannelImpl")
			.getDeclaredConstructor(SelectorProvider.class, ProtocolFamily.class, FileDescriptor.class, boolean.class);
		constructor.setAccessible(true);
		return (ServerSocketChannel) constructor.newInstance(SelectorProvider.provider(), family,
				newFd.invoke(null, fd), true);
	}

}
