package io.github.pandaemonium.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pandaemonium.socket.CountedConnections;
import io.github.pandaemonium.socket.ListeningSockets;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
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
				CountedConnections connections = new CountedConnections();
				serverConnector.addEventListener(new Opening(serverConnector));
				serverConnector.addBean(new Counting(connections));
				this.sockets.count(this.use, connections);
				return;
			}
		}
	}

	/**
	 * Each start of a connector gets a channel of its own, which its stop closes.
	 */
	private final class Opening implements LifeCycle.Listener {

		private final ServerConnector connector;

		Opening(ServerConnector connector) {
			this.connector = connector;
		}

		@Override
		public void lifeCycleStarting(LifeCycle event) {
			try {
				this.connector.open(JettySocketCustomizer.this.sockets.channel(JettySocketCustomizer.this.use));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * Jetty may tell the same twice, and an upgrade is the end of one connection and the
	 * beginning of another on the same end point.
	 */
	private static final class Counting implements Connection.Listener {

		private final CountedConnections connections;

		private final Set<EndPoint> open = ConcurrentHashMap.newKeySet();

		Counting(CountedConnections connections) {
			this.connections = connections;
		}

		@Override
		public void onOpened(Connection connection) {
			if (this.open.add(connection.getEndPoint())) {
				this.connections.opened();
			}
		}

		@Override
		public void onClosed(Connection connection) {
			if (this.open.remove(connection.getEndPoint())) {
				this.connections.closed();
			}
		}

	}

}
