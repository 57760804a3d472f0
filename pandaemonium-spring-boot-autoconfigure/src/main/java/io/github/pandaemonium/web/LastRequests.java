package io.github.pandaemonium.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Has each request of HTTP/1.1 be the last of its connection, until Jetty's connector is
 * started again. A connector that is shut down does so too, but closes also where an
 * answer is on its way that did not say so.
 */
final class LastRequests implements LifeCycle.Listener {

	private final ServerConnector connector;

	private final Set<HttpConfiguration> ended = ConcurrentHashMap.newKeySet();

	LastRequests(ServerConnector connector) {
		this.connector = connector;
	}

	void begin() {
		this.connector.getConnectionFactories()
			.stream()
			.filter(HttpConfiguration.ConnectionFactory.class::isInstance)
			.map((factory) -> ((HttpConfiguration.ConnectionFactory) factory).getHttpConfiguration())
			.filter(HttpConfiguration::isPersistentConnectionsEnabled)
			.forEach((configuration) -> {
				this.ended.add(configuration);
				configuration.setPersistentConnectionsEnabled(false);
			});
	}

	@Override
	public void lifeCycleStarting(LifeCycle event) {
		this.ended.forEach((configuration) -> configuration.setPersistentConnectionsEnabled(true));
		this.ended.clear();
	}

}
