package io.github.pandaemonium.web;

import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.ListeningSocket;
import io.github.pandaemonium.socket.ListeningSockets;
import io.github.pandaemonium.socket.SocketAssignment;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Finds out that a web server has opened a port of its own in place of the socket that
 * was given for it.
 *
 * @since 0.1.0
 */
public final class SocketTakenCheck implements ApplicationListener<WebServerInitializedEvent> {

	private final ListeningSockets sockets;

	/**
	 * Creates the check.
	 * @param sockets the sockets of this process
	 */
	public SocketTakenCheck(ListeningSockets sockets) {
		this.sockets = sockets;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		String use = SocketAssignment.MANAGEMENT.equals(event.getApplicationContext().getServerNamespace())
				? SocketAssignment.MANAGEMENT : SocketAssignment.WEB;
		ListeningSocket socket = this.sockets.find(use);
		if (socket != null && !this.sockets.isTaken(use)) {
			throw new InvalidSocketException(
					"The socket " + socket + " was given, but " + event.getWebServer().getClass().getName()
							+ " can't take it",
					"Use Tomcat, Jetty or Reactor Netty as Spring Boot configures them, or set "
							+ "pandaemonium.socket.inherit=never.");
		}
	}

}
