package io.github.pandaemonium.autoconfigure;

import java.util.Objects;

import io.github.pandaemonium.context.DaemonLifecycle;
import io.github.pandaemonium.context.PandaemoniumProperties;
import io.github.pandaemonium.socket.ListeningSockets;
import io.github.pandaemonium.socket.SocketAssignment;
import io.github.pandaemonium.web.AcceptingLifecycle;
import io.github.pandaemonium.web.IdleShutdown;
import io.github.pandaemonium.web.JettySocketCustomizer;
import io.github.pandaemonium.web.NettySocketCustomizer;
import io.github.pandaemonium.web.SocketTakenCheck;
import io.github.pandaemonium.web.TomcatSocketCustomizer;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * {@link AutoConfiguration Auto-configuration} of the listening sockets that were given
 * to this process, and of the web servers that take them. Where the application is not
 * run as a daemon, there are none.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = PandaemoniumAutoConfiguration.class)
public final class SocketAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ListeningSockets listeningSockets() {
		return ListeningSockets.none();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	@ConditionalOnClass(WebServerInitializedEvent.class)
	static class WebServerConfiguration {

		@Bean
		static SocketTakenCheck socketTakenCheck(ListeningSockets sockets) {
			return new SocketTakenCheck(sockets);
		}

		@Bean
		AcceptingLifecycle acceptingLifecycle(ListeningSockets sockets) {
			return new AcceptingLifecycle(sockets.connections());
		}

		@Bean
		@ConditionalOnProperty("pandaemonium.idle-timeout")
		IdleShutdown idleShutdown(PandaemoniumProperties properties, ListeningSockets sockets,
				DaemonLifecycle lifecycle) {
			IdleShutdown shutdown = new IdleShutdown(Objects.requireNonNull(properties.idleTimeout()),
					sockets.connections(), lifecycle::stop);
			// what is not run as a daemon, in a test for example, has no socket, and
			// nothing to count
			return (sockets.find(SocketAssignment.WEB) != null) ? shutdown : shutdown.disabled();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	@ConditionalOnClass({ Tomcat.class, TomcatWebServerFactory.class })
	static class TomcatConfiguration {

		@Bean
		TomcatSocketCustomizer tomcatSocketCustomizer(ListeningSockets sockets) {
			return new TomcatSocketCustomizer(sockets, SocketAssignment.WEB);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	@ConditionalOnClass({ Server.class, ConfigurableJettyWebServerFactory.class })
	static class JettyConfiguration {

		@Bean
		JettySocketCustomizer jettySocketCustomizer(ListeningSockets sockets) {
			return new JettySocketCustomizer(sockets, SocketAssignment.WEB);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
	static class NettyConfiguration {

		@Bean
		NettySocketCustomizer nettySocketCustomizer(ListeningSockets sockets,
				ObjectProvider<ReactorResourceFactory> resources) {
			return new NettySocketCustomizer(sockets, SocketAssignment.WEB, resources);
		}

	}

}
