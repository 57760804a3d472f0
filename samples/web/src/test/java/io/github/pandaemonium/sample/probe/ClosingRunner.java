package io.github.pandaemonium.sample.probe;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Closes the context before the application is ready, and then does what
 * {@code closing.then} says. It joins the application by {@code --spring.main.sources}.
 */
final class ClosingRunner implements ApplicationRunner {

	private final ConfigurableApplicationContext context;

	ClosingRunner(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		String then = this.context.getEnvironment().getRequiredProperty("closing.then");
		int status = SpringApplication.exit(this.context, () -> 3);
		if (then.equals("exit")) {
			System.exit(status);
		}
		if (then.equals("throw")) {
			throw new IllegalStateException("the runner has failed");
		}
	}

}
