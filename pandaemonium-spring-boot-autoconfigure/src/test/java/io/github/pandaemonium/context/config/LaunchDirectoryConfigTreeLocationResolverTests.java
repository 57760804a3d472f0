package io.github.pandaemonium.context.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link LaunchDirectoryConfigTreeLocationResolver} and
 * {@link LaunchDirectoryConfigTreeLoader}.
 */
class LaunchDirectoryConfigTreeLocationResolverTests {

	private final LaunchDirectoryConfigDataLocationResolverTests.Context context = new LaunchDirectoryConfigDataLocationResolverTests.Context();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void isResolvableWhenRelativeTreeIsTrue() {
		assertThat(isResolvable("configtree:./secrets/")).isTrue();
		assertThat(isResolvable("optional:configtree:secrets/*/")).isTrue();
	}

	@Test
	void isResolvableWhenSomethingElseIsFalse() {
		assertThat(isResolvable("configtree:/run/secrets/")).isFalse();
		assertThat(isResolvable("file:./")).isFalse();
		ConfigDataLocation location = ConfigDataLocation.of("configtree:./secrets/");
		assertThat(new LaunchDirectoryConfigTreeLocationResolver(new DefaultResourceLoader(), null)
			.isResolvable(this.context, location)).isFalse();
	}

	@Test
	void resolveFindsTreeOfLaunchDirectory() throws IOException {
		Path tree = Files.createDirectories(this.directory.resolve("a*/b"));
		LaunchDirectoryConfigTreeLocationResolver resolver = resolver(tree.getParent());
		ConfigDataLocation location = ConfigDataLocation.of("configtree:b/");
		assertThat(resolver.resolve(this.context, location)).containsExactly(new LaunchDirectoryConfigTree(tree));
		location = ConfigDataLocation.of("configtree:./*/");
		assertThat(resolver.resolve(this.context, location)).singleElement()
			.hasToString("config tree [" + tree.resolveSibling("./b") + "]");
	}

	@Test
	void resolveWithoutSlashFailsAsSpringBootDoes() {
		assertThatIllegalStateException()
			.isThrownBy(() -> resolver(this.directory).resolve(this.context, ConfigDataLocation.of("configtree:a")))
			.withMessage("Config tree location 'a' must end with '/'");
	}

	@Test
	void loadWhenTreeIsMissingThrows() {
		LaunchDirectoryConfigTree missing = new LaunchDirectoryConfigTree(this.directory.resolve("missing"));
		assertThatExceptionOfType(ConfigDataResourceNotFoundException.class)
			.isThrownBy(() -> new LaunchDirectoryConfigTreeLoader().load(mock(), missing))
			.withMessageContaining(this.directory.toString());
	}

	private boolean isResolvable(String location) {
		return resolver(this.directory).isResolvable(this.context, ConfigDataLocation.of(location));
	}

	private LaunchDirectoryConfigTreeLocationResolver resolver(Path directory) {
		return new LaunchDirectoryConfigTreeLocationResolver(new DefaultResourceLoader(), directory);
	}

}
