package io.github.pandaemonium.context.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import io.github.pandaemonium.context.config.ReloadEnvironment;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Compares the effective values of the keys of configuration data. A file of a config
 * tree that nobody has read before is read only now, and then counts as unchanged.
 */
final class ConfigurationChanges {

	private ConfigurationChanges() {
	}

	static List<String> between(ConfigurableEnvironment live, List<PropertySource<?>> previous,
			List<PropertySource<?>> wanted) {
		TreeSet<String> changed = new TreeSet<>();
		addKeys(previous, wanted, changed);
		addKeys(wanted, previous, changed);
		ReloadEnvironment before = comparable(live, previous);
		ReloadEnvironment after = comparable(live, wanted);
		changed.removeIf((key) -> Objects.equals(value(before, key), value(after, key)));
		return List.copyOf(changed);
	}

	/**
	 * Keys of sources that are not the same in both. What has been left alone can only
	 * change by a placeholder, and that counts for configuration data alone.
	 */
	private static void addKeys(List<PropertySource<?>> sources, List<PropertySource<?>> others, TreeSet<String> keys) {
		for (PropertySource<?> source : sources) {
			boolean same = others.stream().anyMatch((other) -> other == source);
			if (!same && source instanceof EnumerablePropertySource<?> enumerable) {
				keys.addAll(List.of(enumerable.getPropertyNames()));
			}
		}
	}

	/**
	 * An environment in which a random value is its own name: it would differ every time.
	 */
	private static ReloadEnvironment comparable(ConfigurableEnvironment live, List<PropertySource<?>> sources) {
		List<PropertySource<?>> comparable = new ArrayList<>();
		sources.forEach((source) -> comparable
			.add((source instanceof RandomValuePropertySource) ? new RandomName(source.getName()) : source));
		ReloadEnvironment environment = new ReloadEnvironment(live, comparable);
		environment.setIgnoreUnresolvableNestedPlaceholders(true);
		return environment;
	}

	private static @Nullable String value(ReloadEnvironment environment, String key) {
		try {
			return environment.getProperty(key);
		}
		catch (RuntimeException ex) {
			// placeholders in a circle, or the file of a config tree is gone
			return ex.getClass().getName();
		}
	}

	/**
	 * Stands in for the source of random values.
	 */
	private static final class RandomName extends PropertySource<Object> {

		RandomName(String name) {
			super(name);
		}

		@Override
		public @Nullable Object getProperty(String name) {
			return name.startsWith("random.") ? name : null;
		}

	}

}
