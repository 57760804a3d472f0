package io.github.pandaemonium.web;

import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.ListeningSockets;
import org.apache.coyote.ProtocolHandler;

import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Gives Tomcat its socket.
 *
 * @since 0.1.0
 */
public final class TomcatSocketCustomizer implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

	private final ListeningSockets sockets;

	private final String use;

	/**
	 * Creates the customizer.
	 * @param sockets the sockets of this process
	 * @param use which of them is Tomcat's
	 */
	public TomcatSocketCustomizer(ListeningSockets sockets, String use) {
		this.sockets = sockets;
		this.use = use;
	}

	@Override
	public void customize(TomcatWebServerFactory factory) {
		if (this.sockets.find(this.use) == null) {
			return;
		}
		if (!factory.getProtocol().equals(TomcatWebServerFactory.DEFAULT_PROTOCOL)) {
			throw new InvalidSocketException(
					"The socket " + this.sockets.find(this.use) + " can't be taken by Tomcat's protocol "
							+ factory.getProtocol(),
					"Leave the protocol at its default, " + TomcatWebServerFactory.DEFAULT_PROTOCOL
							+ ", or set pandaemonium.socket.inherit=never.");
		}
		TomcatWebSockets webSockets = new TomcatWebSockets();
		factory.addContextCustomizers(webSockets::add);
		factory.setProtocol(SocketProtocol.class.getName());
		factory.addConnectorCustomizers((connector) -> {
			ProtocolHandler handler = connector.getProtocolHandler();
			if (handler instanceof SocketProtocol protocol) {
				protocol.use(this.sockets, this.use, webSockets::close);
			}
		});
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
