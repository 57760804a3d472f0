package io.github.pandaemonium;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.bootstrap.BootstrapRegistry;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.boot.logging.DeferredLogs;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code spring.factories}: everything that it names is there and can be made.
 */
class SpringFactoriesTests {

	static List<Arguments> entries() throws IOException {
		List<Arguments> entries = new ArrayList<>();
		for (URL url : java.util.Collections
			.list(SpringFactoriesTests.class.getClassLoader().getResources("META-INF/spring.factories"))) {
			Properties properties = new Properties();
			properties.load(url.openStream());
			properties.forEach((type, names) -> Stream.of(names.toString().split(","))
				.filter((name) -> name.startsWith(SpringFactoriesTests.class.getPackageName()))
				.forEach((name) -> entries.add(Arguments.of(type, name.strip()))));
		}
		return entries;
	}

	@ParameterizedTest
	@MethodSource("entries")
	void entryCanBeMade(String type, String name) throws ClassNotFoundException {
		MockEnvironment environment = new MockEnvironment();
		ArgumentResolver arguments = ArgumentResolver.of(Environment.class, environment)
			.and(Binder.class, Binder.get(environment))
			.and(ResourceLoader.class, new DefaultResourceLoader())
			.and(DeferredLogFactory.class, new DeferredLogs())
			.and(BootstrapRegistry.class, new DefaultBootstrapContext());
		List<?> loaded = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(ClassUtils.forName(type, null), arguments,
					FailureHandler.handleMessage((message, failure) -> assertThat(message.get()).doesNotContain(name)));
		assertThat(loaded).extracting((instance) -> instance.getClass().getName()).contains(name);
	}

}
