package io.github.pandaemonium.web;

import io.github.pandaemonium.socket.CountedConnections;
import io.github.pandaemonium.socket.ListeningSockets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Gives Reactor Netty its socket.
 *
 * @since 0.1.0
 */
public final class NettySocketCustomizer implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory>, Ordered {

	private final ListeningSockets sockets;

	private final String use;

	private final ObjectProvider<ReactorResourceFactory> resources;

	/**
	 * Creates the customizer.
	 * @param sockets the sockets of this process
	 * @param use which of them is Netty's
	 * @param resources what Netty's event loops come from
	 */
	public NettySocketCustomizer(ListeningSockets sockets, String use,
			ObjectProvider<ReactorResourceFactory> resources) {
		this.sockets = sockets;
		this.use = use;
		this.resources = resources;
	}

	@Override
	public void customize(NettyReactiveWebServerFactory factory) {
		if (this.sockets.find(this.use) == null) {
			return;
		}
		CountedConnections connections = new CountedConnections();
		this.sockets.count(this.use, connections);
		ReactorResourceFactory resources = this.resources.getIfAvailable(() -> {
			ReactorResourceFactory global = new ReactorResourceFactory();
			global.afterPropertiesSet();
			return global;
		});
		factory.addServerCustomizers((server) -> server.childObserve(new LastAnswer()));
		factory.setResourceFactory(new ReactorResourceFactory() {

			@Override
			public SocketLoopResources getLoopResources() {
				return new SocketLoopResources(resources.getLoopResources(),
						() -> NettySocketCustomizer.this.sockets.channel(NettySocketCustomizer.this.use), connections,
						NettySocketCustomizer.this.sockets.gate());
			}

		});
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
