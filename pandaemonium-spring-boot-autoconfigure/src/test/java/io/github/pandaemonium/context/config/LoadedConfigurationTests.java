package io.github.pandaemonium.context.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoadedConfiguration}.
 */
class LoadedConfigurationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void ofListsFilesAndTreesInOrderOfPrecedence() throws IOException {
		Path file = write("a [b]/application.yml", "one: 1\n---\ntwo: 2\n");
		Path profile = write("a [b]/application-blue.properties", "one=1\n#---\nempty=\n");
		write("tree/secret", "s");
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("test",
					Map.of("spring.config.location[0]", "optional:classpath:/;file:" + this.directory + "/",
							"spring.config.location[1]", profile.getParent() + "/", "spring.config.import",
							"configtree:" + this.directory + "/./tree/", "spring.profiles.active", "blue")));
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		assertThat(LoadedConfiguration.of(environment, Path.of("/")).files())
			.containsExactly(this.directory.resolve("tree").toString(), profile.toString(), file.toString());
	}

	@Test
	void ofResolvesRelativeFiles() {
		assertThat(of("Config resource 'file [../config/a.yml]' via location 'optional:file:../config/' (document #1)"))
			.containsExactly("/srv/config/a.yml");
		assertThat(of("Config resource 'file [a.yml]' via location '[.yml]'")).containsExactly("/srv/app/a.yml");
	}

	@Test
	void ofIgnoresEverythingElse() {
		assertThat(of("Config resource 'class path resource [a.yml]' via location 'classpath:/'")).isEmpty();
		assertThat(of("applicationConfig: [file:./a.yml]")).isEmpty();
		assertThat(of("systemEnvironment")).isEmpty();
	}

	@Test
	void ofListsFileOfLoaderThatChoosesTheName() throws IOException {
		Path file = write("custom.yml", "one: 1");
		PropertySource<?> source = new YamlPropertySourceLoader().load("custom", new FileSystemResource(file)).get(0);
		assertThat(of(source)).containsExactly(file.toString());
	}

	@Test
	void missingFromNamesWhatOtherLacks() {
		LoadedConfiguration launcher = new LoadedConfiguration(List.of("/a", "/b", "/c"));
		assertThat(launcher.missingFrom(new LoadedConfiguration(List.of("/c", "/d", "/a")))).containsExactly("/b");
		assertThat(launcher.missingFrom(launcher)).isEmpty();
	}

	private List<String> of(String name) {
		return of(new MapPropertySource(name, Map.of()));
	}

	private List<String> of(PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addLast(source);
		return LoadedConfiguration.of(environment, Path.of("/srv/app")).files();
	}

	private Path write(String name, String content) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		return Files.writeString(file, content);
	}

}
