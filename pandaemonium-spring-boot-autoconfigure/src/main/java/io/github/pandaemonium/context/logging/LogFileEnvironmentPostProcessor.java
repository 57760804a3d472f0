package io.github.pandaemonium.context.logging;

import java.nio.file.Path;

import io.github.pandaemonium.context.config.LaunchDirectory;
import io.github.pandaemonium.context.config.LaunchDirectoryEnvironmentPostProcessor;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets the log file of every application that is run in a daemon mean the launch
 * directory, as it does in the foreground: where main runs one after the other, each
 * opens it again.
 */
final class LogFileEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Path directory = LaunchDirectory.ofDaemon();
		if (directory != null) {
			LaunchDirectoryEnvironmentPostProcessor.values(environment)
				.putAll(LogFileLocation.absolute(environment, directory));
		}
	}

	/** When all have said what the properties are. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
