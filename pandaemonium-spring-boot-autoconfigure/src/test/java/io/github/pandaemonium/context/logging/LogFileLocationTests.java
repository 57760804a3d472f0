package io.github.pandaemonium.context.logging;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import org.springframework.boot.logging.LogFile;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogFileLocation}.
 */
class LogFileLocationTests {

	private static final Path DIRECTORY = Path.of("/srv/a b, c;d*");

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void absoluteWhenNothingIsSetIsEmpty() {
		assertThat(LogFileLocation.absolute(this.environment, DIRECTORY)).isEmpty();
	}

	@Test
	void absoluteResolvesRelativeFiles() {
		this.environment.setProperty("logging.file.name", "logs/${app} x.log");
		this.environment.setProperty("logging.file.path", "../logs");
		this.environment.setProperty("app", "shop");
		assertThat(LogFileLocation.absolute(this.environment, DIRECTORY))
			.containsEntry("logging.file.name", "/srv/a b, c;d*/logs/shop x.log")
			.containsEntry("logging.file.path", "/srv/a b, c;d*/../logs");
	}

	@Test
	void absoluteLeavesAbsoluteAndEmptyValuesAlone() {
		this.environment.setProperty("logging.file.name", "/var/log/shop.log");
		this.environment.setProperty("logging.file.path", "");
		assertThat(LogFileLocation.absolute(this.environment, DIRECTORY)).isEmpty();
	}

	@Test
	void absoluteIsWhatSpringBootTakesForTheLogFile() {
		this.environment.setProperty("logging.file.name", "shop.log");
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("log", LogFileLocation.absolute(this.environment, DIRECTORY)));
		assertThat(LogFile.get(this.environment)).hasToString("/srv/a b, c;d*/shop.log");
	}

}
