package io.github.pandaemonium.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pandaemonium.socket.CountedConnections;
import io.github.pandaemonium.socket.ListeningSockets;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
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
				serverConnector.addEventListener(new Opening(serverConnector, connections));
				serverConnector.addBean(new Closing(connections));
				server.setHandler(new Serving(server.getHandler(), connections));
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

		private final CountedConnections connections;

		Opening(ServerConnector connector, CountedConnections connections) {
			this.connector = connector;
			this.connections = connections;
		}

		@Override
		public void lifeCycleStarting(LifeCycle event) {
			try {
				JettySocketCustomizer outer = JettySocketCustomizer.this;
				this.connector.open(new AcceptingChannel(outer.sockets.channel(outer.use), this.connections));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * An upgrade is the end of one connection and the beginning of another on the same
	 * end point. Once that is closed it does not know its client any more.
	 */
	private static final class Closing implements Connection.Listener {

		private final CountedConnections connections;

		private final Map<EndPoint, SocketAddress> clients = new ConcurrentHashMap<>();

		Closing(CountedConnections connections) {
			this.connections = connections;
		}

		@Override
		public void onOpened(Connection connection) {
			SocketAddress client = connection.getEndPoint().getRemoteSocketAddress();
			if (client != null) {
				this.clients.put(connection.getEndPoint(), client);
			}
		}

		@Override
		public void onClosed(Connection connection) {
			SocketAddress client = this.clients.remove(connection.getEndPoint());
			if (client != null && !connection.getEndPoint().isOpen()) {
				this.connections.closed(client);
			}
		}

	}

	private static final class Serving extends Handler.Wrapper {

		private final CountedConnections connections;

		Serving(Handler handler, CountedConnections connections) {
			super(handler);
			this.connections = connections;
		}

		@Override
		public boolean handle(Request request, Response response, Callback callback) throws Exception {
			SocketAddress client = request.getConnectionMetaData()
				.getConnection()
				.getEndPoint()
				.getRemoteSocketAddress();
			if (client != null) {
				Request.addCompletionListener(request, (failure) -> this.connections.served(client));
			}
			return super.handle(request, response, callback);
		}

	}

}
