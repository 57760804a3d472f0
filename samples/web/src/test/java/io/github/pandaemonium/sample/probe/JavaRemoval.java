package io.github.pandaemonium.sample.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Removes the Java that runs the application, as an update does, before the application
 * looks whether it becomes a daemon.
 */
class JavaRemoval implements EnvironmentPostProcessor {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		try {
			Files.deleteIfExists(Path.of(System.getProperty("java.home"), "bin", "java"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
