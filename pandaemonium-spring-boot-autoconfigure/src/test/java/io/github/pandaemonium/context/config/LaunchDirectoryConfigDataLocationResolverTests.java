package io.github.pandaemonium.context.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationResolverContext;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.boot.context.config.StandardConfigDataLocationResolver;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LaunchDirectoryConfigDataLocationResolver}.
 */
class LaunchDirectoryConfigDataLocationResolverTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "config/", "./config/", "../config/", "config/app.yml", "file:./config/*/", "file:config/",
			"optional:file:./", "optional:file:./;optional:file:./config/", "classpath:/;file:./", "/etc/app/;config/",
			"resource:config/", "app[.yml]", "file:/etc/app/;optional:app.yml" })
	void isResolvableWhenRelativeFileIsTrue(String location) {
		assertThat(isResolvable(this.directory, location)).isTrue();
		assertThat(isResolvable(null, location)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ";", "/etc/app/", "file:/etc/app/", "file:///etc/app/", "file:", "classpath:/",
			"classpath:app.yml", "optional:classpath:/;optional:classpath:/config/", "configtree:./secrets/",
			"configserver:./", "aws-secretsmanager:a;b", "https://localhost/app.yml", "env:APP", "resource:/etc/app/",
			"vault://a;b" })
	void isResolvableWhenSomethingElseIsFalse(String location) {
		assertThat(isResolvable(this.directory, location)).isFalse();
	}

	@Test
	void resolveFindsFileOfOddlyNamedLaunchDirectory() throws IOException {
		Path odd = Files.createDirectories(this.directory.resolve("a b,c;d*/#e%20[.yml]"));
		Path file = Files.createFile(odd.resolve("application.yml"));
		assertThat(resolver(odd).resolve(new Context(), ConfigDataLocation.of("file:./")))
			.extracting((resource) -> resource.getResource().getFile().toPath())
			.containsExactly(file);
	}

	@Test
	void isNotStandardResolverBecauseOnlyOneOfThoseIsKept() {
		assertThat(resolver(this.directory)).isNotInstanceOf(StandardConfigDataLocationResolver.class);
	}

	private boolean isResolvable(@Nullable Path directory, String location) {
		return resolver(directory).isResolvable(new Context(), ConfigDataLocation.of(location));
	}

	private LaunchDirectoryConfigDataLocationResolver resolver(@Nullable Path directory) {
		return new LaunchDirectoryConfigDataLocationResolver(Supplier::get, Binder.get(new MockEnvironment()),
				new DefaultResourceLoader(), directory);
	}

	static class Context implements ConfigDataLocationResolverContext {

		@Override
		public Binder getBinder() {
			return new Binder(List.of());
		}

		@Override
		public @Nullable ConfigDataResource getParent() {
			return null;
		}

		@Override
		public ConfigurableBootstrapContext getBootstrapContext() {
			return new DefaultBootstrapContext();
		}

	}

}
