package io.github.pandaemonium.socket;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.pandaemonium.posix.Posix;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets that this process was given, by what they are for:
 * {@value SocketAssignment#WEB} and {@value SocketAssignment#MANAGEMENT} are the servers
 * of Spring Boot, all others are for the application to take.
 *
 * @since 0.1.0
 */
public final class ListeningSockets {

	private final Supplier<Posix> posix;

	private final Map<String, ListeningSocket> sockets;

	private final AcceptanceGate gate;

	private final Map<String, Connections> connections = new ConcurrentHashMap<>();

	private final Set<String> opened = ConcurrentHashMap.newKeySet();

	/**
	 * Creates sockets that no other process serves.
	 * @param posix the system calls, asked for only where there is a socket
	 * @param sockets the sockets by their use
	 */
	public ListeningSockets(Supplier<Posix> posix, Map<String, ListeningSocket> sockets) {
		this(posix, sockets, AcceptanceGate.opened());
	}

	/**
	 * Creates the sockets.
	 * @param posix the system calls, asked for only where there is a socket
	 * @param sockets the sockets by their use
	 * @param gate what keeps the servers from accepting as long as it is closed
	 */
	public ListeningSockets(Supplier<Posix> posix, Map<String, ListeningSocket> sockets, AcceptanceGate gate) {
		this.posix = posix;
		this.sockets = Map.copyOf(sockets);
		this.gate = gate;
	}

	/**
	 * Returns what a process has that was given no socket.
	 * @return no sockets
	 */
	public static ListeningSockets none() {
		return new ListeningSockets(() -> {
			throw new IllegalStateException("There is no socket");
		}, Map.of());
	}

	/**
	 * Returns what the sockets are for.
	 * @return the uses; empty where no socket was given
	 */
	public Set<String> uses() {
		return this.sockets.keySet();
	}

	/**
	 * Finds a socket.
	 * @param use what it is for, as in {@code pandaemonium.sockets.USE}
	 * @return the socket, or {@code null} where none was given
	 */
	public @Nullable ListeningSocket find(String use) {
		return this.sockets.get(use);
	}

	/**
	 * Returns where a socket is bound.
	 * @param use what it is for
	 * @return the address
	 * @throws IllegalArgumentException if there is no such socket
	 */
	public InetSocketAddress address(String use) {
		return require(use).address();
	}

	/**
	 * Makes a channel that accepts connections from a socket. Each is a copy: to close it
	 * leaves the socket open, and whoever gave it goes on to collect connections. The
	 * servers of Spring Boot wait for the {@link #gate() gate}; whoever else takes a
	 * socket does so itself.
	 * @param use what it is for
	 * @return a new channel, blocking
	 * @throws IllegalArgumentException if there is no such socket
	 */
	public ServerSocketChannel channel(String use) {
		ServerSocketChannel channel = SocketAdoption.adopt(this.posix.get(), require(use));
		this.opened.add(use);
		return channel;
	}

	/**
	 * Returns what keeps the servers from accepting where another process still serves
	 * the sockets.
	 * @return the gate of all sockets
	 */
	public AcceptanceGate gate() {
		return this.gate;
	}

	/**
	 * Whether a channel has been made of a socket.
	 * @param use what it is for
	 * @return whether somebody has taken it
	 */
	public boolean isTaken(String use) {
		return this.opened.contains(use);
	}

	/**
	 * Sets who counts the connections of a socket.
	 * @param use what it is for
	 * @param connections the connections of the server that has taken it
	 */
	public void count(String use, Connections connections) {
		this.connections.put(use, connections);
	}

	/**
	 * Returns the connections of all servers that have taken a socket.
	 * @return all of them as one
	 */
	public Connections connections() {
		return new Connections() {

			@Override
			public long accepted() {
				return ListeningSockets.this.connections.values().stream().mapToLong(Connections::accepted).sum();
			}

			@Override
			public int open() {
				return ListeningSockets.this.connections.values().stream().mapToInt(Connections::open).sum();
			}

			@Override
			public void stopAccepting() {
				ListeningSockets.this.connections.values().forEach(Connections::stopAccepting);
			}

		};
	}

	private ListeningSocket require(String use) {
		ListeningSocket socket = this.sockets.get(use);
		if (socket == null) {
			throw new IllegalArgumentException("There is no socket '" + use + "', but " + this.sockets);
		}
		return socket;
	}

}
