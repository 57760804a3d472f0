package io.github.pandaemonium.context.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Lets <code>${user.dir}</code> and <code>${PWD}</code> in the configuration of a daemon
 * mean the launch directory, as they do in the foreground.
 *
 * @since 0.1.0
 */
public final class LaunchDirectoryEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	/** The name of the first property source of a daemon. */
	public static final String SOURCE = "pandaemonium";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Path directory = LaunchDirectory.ofDaemon();
		if (directory != null) {
			Map<String, Object> values = values(environment);
			values.put("user.dir", directory.toString());
			values.put("PWD", directory.toString());
		}
	}

	/**
	 * Returns the values that come first in a daemon's environment.
	 * @param environment the environment
	 * @return the values, to which others may be added
	 */
	public static Map<String, Object> values(ConfigurableEnvironment environment) {
		MapPropertySource source = (MapPropertySource) environment.getPropertySources().get(SOURCE);
		if (source == null) {
			source = new MapPropertySource(SOURCE, new HashMap<>());
			environment.getPropertySources().addFirst(source);
		}
		return source.getSource();
	}

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER - 1;
	}

}
