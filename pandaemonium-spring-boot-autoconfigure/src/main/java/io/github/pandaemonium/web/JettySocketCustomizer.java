package io.github.pandaemonium.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;

import io.github.pandaemonium.socket.CountedConnections;
import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.ListeningSockets;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;

import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Gives Jetty its socket.
 *
 * @since 0.1.0
 */
public final class JettySocketCustomizer
		implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory>, Ordered {

	private final ListeningSockets sockets;

	private final String use;

	/**
	 * Creates the customizer.
	 * @param sockets the sockets of this process
	 * @param use which of them is Jetty's
	 */
	public JettySocketCustomizer(ListeningSockets sockets, String use) {
		this.sockets = sockets;
		this.use = use;
	}

	@Override
	public void customize(ConfigurableJettyWebServerFactory factory) {
		if (this.sockets.find(this.use) != null) {
			factory.addServerCustomizers(this::customize);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	private void customize(Server server) {
		for (Connector connector : server.getConnectors()) {
			if (connector instanceof ServerConnector serverConnector) {
				this.sockets.count(this.use, listen(serverConnector));
				return;
			}
		}
	}

	private CountedConnections listen(ServerConnector connector) {
		CountedConnections connections = new CountedConnections();
		LastRequests lastRequests = new LastRequests(connector);
		connections.stoppedBy(() -> {
			connector.setAccepting(false); // or its acceptor would turn in circles
			connector.close();
			lastRequests.begin();
			// those of HTTP/2, whose classes need not be there
			connector.getContainedBeans(Graceful.class).forEach(Graceful::shutdown);
			closeWebSockets(connector);
		});
		connector.addEventListener(new Opening(connector, connections));
		connector.addEventListener(lastRequests);
		connector.addBean(new Counting(connections));
		return connections;
	}

	/**
	 * With the status 1001, by which a server says that it goes away (RFC 6455, 7.4.1).
	 * Jetty itself does so when it stops, and Spring Boot closes its connections before
	 * that. It has a tracker for each of its APIs, whose classes need not be there.
	 */
	private static void closeWebSockets(Connector connector) {
		connector.getServer()
			.getContainedBeans(Graceful.class)
			.stream()
			.filter((bean) -> bean.getClass().getSimpleName().equals("SessionTracker"))
			.forEach(Graceful::shutdown);
	}

	/**
	 * Each start of a connector gets a channel of its own, which its stop closes.
	 */
	private final class Opening implements LifeCycle.Listener {

		private final ServerConnector connector;

		private final CountedConnections connections;

		Opening(ServerConnector connector, CountedConnections connections) {
			this.connector = connector;
			this.connections = connections;
		}

		@Override
		public void lifeCycleStarting(LifeCycle event) {
			boolean acceptors = this.connector.getAcceptors() > 0;
			if (acceptors) {
				this.connector.setAccepting(true);
			}
			JettySocketCustomizer outer = JettySocketCustomizer.this;
			if (!acceptors && !outer.sockets.gate().isOpen()) {
				throw new InvalidSocketException(
						"The socket " + outer.sockets.find(outer.use)
								+ " is still served by another process, and Jetty without acceptors can't wait for it",
						"Remove server.jetty.threads.acceptors=0, or stop the application before it is started again.");
			}
			ServerSocketChannel channel = outer.sockets.channel(outer.use);
			try {
				// without acceptors a selector accepts, which needs the real channel
				this.connector
					.open(acceptors ? new AcceptingChannel(channel, this.connections, outer.sockets.gate()) : channel);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	private static final class Counting implements SelectorManager.AcceptListener {

		private final CountedConnections connections;

		Counting(CountedConnections connections) {
			this.connections = connections;
		}

		@Override
		public void onAccepting(SelectableChannel channel) {
			this.connections.opened(channel);
		}

		@Override
		public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
			this.connections.closed(channel);
		}

		@Override
		public void onClosed(SelectableChannel channel) {
			this.connections.closed(channel);
		}

	}

}
