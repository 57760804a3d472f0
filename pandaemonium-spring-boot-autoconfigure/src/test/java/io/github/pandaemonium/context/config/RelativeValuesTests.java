package io.github.pandaemonium.context.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RelativeValues}.
 */
class RelativeValuesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final MutablePropertySources sources = this.environment.getPropertySources();

	RelativeValuesTests() {
		this.sources.replace("systemProperties", new MapPropertySource("systemProperties", new HashMap<>()));
		variables(Map.of());
	}

	@ParameterizedTest
	@CsvSource({ "./data, /data", "../data/x y, /data/x y", "file:./data, /data", "file:data, /data",
			"file:a%20b, /a b", "jdbc:h2:file:./data/shop;MODE=MySQL, /data/shop", "jdbc:h2:./shop, /shop" })
	void findNamesKeyAndFile(String value, Path file) {
		file(Map.of("app.dir", value));
		assertThat(find()).containsExactly(new RelativeValue("app.dir", value, file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "data", "/data", ".hidden", "file:/data", "file:///data", "file:",
			"classpath:./data", "jdbc:h2:mem:x", "jdbc:postgresql://localhost/x", "https://./x", "file:50%/x",
			"./a\0b" })
	void findLeavesOtherValuesAlone(String value) {
		file(Map.of("app.dir", value));
		assertThat(find()).isEmpty();
	}

	@Test
	void findResolvesAgainstWorkingDirectory() {
		file(Map.of("app.dir", "../data"));
		assertThat(new RelativeValues(this.environment, Path.of("/srv/app")).find()).extracting(RelativeValue::file)
			.containsExactly(Path.of("/srv/data"));
	}

	@Test
	void findResolvesPlaceholders() {
		file(Map.of("app.base", "./base", "app.log", "${app.base}/log", "app.other", "${missing}/./x", "app.loop",
				"${app.loop}"));
		assertThat(find()).extracting(RelativeValue::key).containsExactlyInAnyOrder("app.base", "app.log");
	}

	@Test
	void findLooksIntoArgumentsAndVariables() {
		variables(Map.of("APP_VARIABLE", "./v"));
		this.sources.addFirst(new SimpleCommandLinePropertySource("--app.argument=./a", "./none"));
		assertThat(find()).extracting(RelativeValue::key).containsExactly("app.argument", "APP_VARIABLE");
	}

	@Test
	void findIgnoresWhatIsHandledElsewhere() {
		file(Map.of("spring.config.import", "./a.yml", "logging.file.name", "./a.log", "pandaemonium.pid-file",
				"./a.pid"));
		variables(Map.of("SPRING_CONFIG_LOCATION", "./", "LOGGING_FILE_PATH", "./log", "_", "./mvnw", "PATH", "./bin"));
		this.sources.replace("systemProperties",
				new MapPropertySource("systemProperties", Map.of("java.class.path", "./app.jar")));
		assertThat(find()).isEmpty();
	}

	@Test
	void findIgnoresWhatIsOverridden() {
		file(Map.of("app.data-dir", "./data", "app.dirs[0]", "./data"));
		variables(Map.of("APP_DATADIR", "/data", "APP_DIRS_0", "/data"));
		assertThat(find()).isEmpty();
	}

	@Test
	void findTakesUnreadableValueForNone() {
		this.sources.addLast(new MapPropertySource("tree", Map.of("app.dir", "x")) {

			@Override
			public Object getProperty(String name) {
				throw new IllegalStateException("The property file no longer exists");
			}

		});
		assertThat(find()).isEmpty();
	}

	private void file(Map<String, Object> properties) {
		this.sources.addLast(new MapPropertySource("Config resource 'file [a.yml]' via location './'", properties));
	}

	private void variables(Map<String, Object> variables) {
		this.sources.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
	}

	private List<RelativeValue> find() {
		return new RelativeValues(this.environment, Path.of("/")).find();
	}

}
