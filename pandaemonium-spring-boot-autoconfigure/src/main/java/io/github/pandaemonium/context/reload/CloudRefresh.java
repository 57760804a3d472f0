package io.github.pandaemonium.context.reload;

import java.util.List;
import java.util.Set;

import io.github.pandaemonium.context.config.ConfigurationSources;
import io.github.pandaemonium.context.config.LaunchDirectoryEnvironmentPostProcessor;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.cloud.context.scope.refresh.RefreshScope;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * Lets Spring Cloud refresh a context that has its {@code ContextRefresher}: it exchanges
 * the property sources, binds configuration properties again, and makes beans of the
 * refresh scope anew.
 */
final class CloudRefresh {

	private static final String REFRESHER = "org.springframework.cloud.context.refresh.ContextRefresher";

	private final ConfigurableApplicationContext context;

	private CloudRefresh(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Find out whether Spring Cloud refreshes a context.
	 * @param context the context
	 * @return the refresh, or {@code null} where there is none
	 */
	static @Nullable CloudRefresh of(ConfigurableApplicationContext context) {
		return (ClassUtils.isPresent(REFRESHER, context.getClassLoader()) && Beans.has(context))
				? new CloudRefresh(context) : null;
	}

	/**
	 * Refresh the context.
	 * @param previous the sources as they are
	 * @param wanted the sources as they have been checked: what is not among them any
	 * more, Spring Cloud keeps
	 * @param keys the keys whose value changes
	 */
	void refresh(List<PropertySource<?>> previous, List<PropertySource<?>> wanted, List<String> keys) {
		MutablePropertySources sources = this.context.getEnvironment().getPropertySources();
		refresh(sources);
		if (ConfigurationSources.removeOthers(sources, previous, wanted)) {
			rebind(keys);
		}
	}

	private void refresh(MutablePropertySources sources) {
		PropertySource<?> own = sources.get(LaunchDirectoryEnvironmentPostProcessor.SOURCE);
		if (!(own instanceof MapPropertySource map)) {
			Beans.refresh(this.context);
			return;
		}
		// Spring Cloud makes this source anew, without what the launcher has given to it
		MapPropertySource shield = new MapPropertySource(own.getName() + "-refresh", map.getSource());
		sources.addFirst(shield);
		try {
			Beans.refresh(this.context);
		}
		finally {
			sources.replace(own.getName(), own);
			sources.remove(shield.getName());
		}
	}

	/**
	 * Bind and make beans anew after the sources have been put back.
	 * @param keys the keys whose value has changed back
	 */
	void rebind(List<String> keys) {
		Beans.rebind(this.context, Set.copyOf(keys));
	}

	/**
	 * Apart, since Spring Cloud is not always there.
	 */
	private static final class Beans {

		static boolean has(ConfigurableApplicationContext context) {
			return context.getBeanProvider(ContextRefresher.class).getIfUnique() != null;
		}

		static void refresh(ConfigurableApplicationContext context) {
			context.getBean(ContextRefresher.class).refresh();
		}

		static void rebind(ConfigurableApplicationContext context, Set<String> keys) {
			context.publishEvent(new EnvironmentChangeEvent(context, keys));
			context.getBeanProvider(RefreshScope.class).ifUnique(RefreshScope::refreshAll);
		}

	}

}
