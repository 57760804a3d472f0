package io.github.pandaemonium.autoconfigure;

import io.github.pandaemonium.context.DaemonLifecycle;
import io.github.pandaemonium.context.PandaemoniumProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of pandaemonium. Where the application is
 * a daemon, the {@link DaemonLifecycle} is there before the context is refreshed; this
 * adds one that says so where it is not.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@EnableConfigurationProperties(PandaemoniumProperties.class)
public final class PandaemoniumAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DaemonLifecycle daemonLifecycle(ConfigurableApplicationContext context) {
		return DaemonLifecycle.none(context);
	}

}
