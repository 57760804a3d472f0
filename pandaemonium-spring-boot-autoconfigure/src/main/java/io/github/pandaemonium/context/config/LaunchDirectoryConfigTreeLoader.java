package io.github.pandaemonium.context.config;

import java.nio.file.Path;
import java.util.List;

import org.springframework.boot.context.config.ConfigData;
import org.springframework.boot.context.config.ConfigDataLoader;
import org.springframework.boot.context.config.ConfigDataLoaderContext;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;

/**
 * {@link ConfigDataLoader} that loads a config tree in the launch directory as Spring
 * Boot loads any other.
 */
final class LaunchDirectoryConfigTreeLoader implements ConfigDataLoader<LaunchDirectoryConfigTree> {

	@Override
	public ConfigData load(ConfigDataLoaderContext context, LaunchDirectoryConfigTree resource) {
		Path path = resource.path();
		ConfigDataResourceNotFoundException.throwIfDoesNotExist(resource, path);
		String name = "Config tree '" + path + "'";
		return new ConfigData(List.of(new ConfigTreePropertySource(name, path, Option.AUTO_TRIM_TRAILING_NEW_LINE)));
	}

}
