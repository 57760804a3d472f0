package io.github.pandaemonium.context;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootContextLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link SpringStart} refuses what {@link SpringBootTest} runs.
 */
class SpringStartSpringBootTests {

	private static final SpringStartPrinter PRINTER = new SpringStartPrinter();

	@Nested
	@SpringBootTest(classes = Application.class, useMainMethod = UseMainMethod.ALWAYS,
			properties = "pandaemonium.enabled=false")
	class WithMainMethod {

		@Test
		void isNotOwnStart() {
			assertThat(PRINTER.answers()).isNotEmpty().allSatisfy((answer) -> assertThat(answer).contains(", quiet"));
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = "pandaemonium.enabled=false")
	@ContextConfiguration(loader = Loader.class)
	class WithoutMainMethod {

		@Test
		void isNotOwnStart() {
			assertThat(PRINTER.answers()).isNotEmpty().allSatisfy((answer) -> assertThat(answer).contains(", quiet"));
		}

	}

	static class Loader extends SpringBootContextLoader {

		@Override
		protected SpringApplication getSpringApplication() {
			SpringApplication application = super.getSpringApplication();
			application.addListeners(PRINTER);
			return application;
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Application {

		public static void main(String[] args) {
			SpringApplication application = new SpringApplication(Application.class);
			application.addListeners(PRINTER);
			application.run(args);
		}

	}

}
