package io.github.pandaemonium.context;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Programs that run a Spring application in one way or another.
 */
public final class SpringStartPrograms {

	private SpringStartPrograms() {
	}

	@Configuration(proxyBeanMethods = false)
	public static class Application {

		public static void main(String[] args) {
			SpringApplication.run(Application.class, args);
		}

	}

	public static class Inherits extends Application {

	}

	public static class HasCompanion {

		public static void main(String[] args) {
			Companion.main(args);
		}

		static class Companion {

			static void main(String[] args) {
				SpringApplication.run(Application.class, args);
			}

		}

	}

	public static class SubclassInLambda {

		public static void main(String[] args) {
			SpringApplication application = new SpringApplication(Application.class) {

				@Override
				public ConfigurableApplicationContext run(String... args) {
					return super.run(args);
				}

			};
			Runnable runnable = () -> application.run(args);
			runnable.run();
		}

	}

	public static class Builder {

		public static void main(String[] args) {
			new SpringApplicationBuilder(Application.class).run(args);
		}

	}

	public static class Child {

		public static void main(String[] args) {
			new SpringApplicationBuilder(Application.class).child(Application.class).run(args);
		}

	}

	public static class ChildIsBuilt {

		public static void main(String[] args) {
			new SpringApplicationBuilder(Application.class).child(Application.class).build(args).run(args);
		}

	}

	public static class Sibling {

		public static void main(String[] args) {
			new SpringApplicationBuilder(Application.class).child(Application.class)
				.sibling(new Class<?>[] { Application.class }, args)
				.run(args);
		}

	}

	public static class Nested {

		public static void main(String[] args) {
			SpringApplication application = new SpringApplication(Application.class);
			application.addListeners((ApplicationListener<ApplicationStartingEvent>) (event) -> {
				// as Spring Cloud does for its bootstrap context
				new SpringApplicationBuilder(Application.class).run(args);
			});
			application.run(args);
		}

	}

	public static class OtherMain {

		public static void main(String[] args) {
			Application.main(args);
		}

	}

	public static class FromWith {

		public static void main(String[] args) {
			SpringApplication.from(Application::main).with(Application.class).run(args);
		}

	}

	public static class Reflective {

		public static void main(String[] args) throws Exception {
			Reflective.class.getMethod("start", String[].class).invoke(null, (Object) args);
		}

		public static void start(String[] args) {
			SpringApplication.run(Application.class, args);
		}

	}

	public static class ReflectiveMain {

		public static void main(String[] args) throws Exception {
			Application.class.getMethod("main", String[].class).invoke(null, (Object) args);
		}

	}

	public static class OtherThread {

		public static void main(String[] args) {
			new Thread(() -> SpringApplication.run(Application.class, args), "starter").start();
		}

	}

	public static class OtherThreadCalledMain {

		public static void main(String[] args) {
			new Thread(() -> Application.main(args), "main").start();
		}

	}

}
