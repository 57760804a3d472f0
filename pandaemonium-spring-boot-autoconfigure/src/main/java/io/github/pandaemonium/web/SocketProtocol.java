package io.github.pandaemonium.web;

import io.github.pandaemonium.socket.ListeningSockets;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * Tomcat's usual protocol on a socket that was given to this process. Tomcat makes it by
 * its name, so that the socket comes later. Public for Tomcat only.
 *
 * @since 0.1.0
 */
public final class SocketProtocol extends Http11NioProtocol {

	private final SocketEndpoint endpoint;

	/**
	 * Creates the protocol, which has no socket yet.
	 */
	public SocketProtocol() {
		this(new SocketEndpoint());
	}

	private SocketProtocol(SocketEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	void use(ListeningSockets sockets, String use, Runnable onStop) {
		this.endpoint.use(() -> sockets.channel(use), sockets.gate(), onStop);
		sockets.count(use, this.endpoint);
	}

}
