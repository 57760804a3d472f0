package io.github.pandaemonium.autoconfigure;

import io.github.pandaemonium.socket.ListeningSockets;
import io.github.pandaemonium.socket.SocketAssignment;
import io.github.pandaemonium.web.JettySocketCustomizer;
import io.github.pandaemonium.web.NettySocketCustomizer;
import io.github.pandaemonium.web.TomcatSocketCustomizer;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * {@link ManagementContextConfiguration} that gives the management server its socket,
 * where it is a server of its own: its context has its own customizers.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementSocketConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tomcat.class, TomcatWebServerFactory.class })
	static class TomcatConfiguration {

		@Bean
		TomcatSocketCustomizer tomcatManagementSocketCustomizer(ListeningSockets sockets) {
			return new TomcatSocketCustomizer(sockets, SocketAssignment.MANAGEMENT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Server.class, ConfigurableJettyWebServerFactory.class })
	static class JettyConfiguration {

		@Bean
		JettySocketCustomizer jettyManagementSocketCustomizer(ListeningSockets sockets) {
			return new JettySocketCustomizer(sockets, SocketAssignment.MANAGEMENT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
	static class NettyConfiguration {

		@Bean
		NettySocketCustomizer nettyManagementSocketCustomizer(ListeningSockets sockets,
				ObjectProvider<ReactorResourceFactory> resources) {
			return new NettySocketCustomizer(sockets, SocketAssignment.MANAGEMENT, resources);
		}

	}

}
