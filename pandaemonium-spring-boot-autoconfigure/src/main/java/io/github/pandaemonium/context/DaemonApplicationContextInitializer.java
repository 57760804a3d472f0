package io.github.pandaemonium.context;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Passes the daemon's stages before the context is refreshed, and before any other
 * initializer.
 */
final class DaemonApplicationContextInitializer
		implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	private final DaemonRun run;

	DaemonApplicationContextInitializer(DaemonRun run) {
		this.run = run;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		this.run.initialize(context);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
