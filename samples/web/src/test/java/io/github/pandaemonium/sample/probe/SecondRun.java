package io.github.pandaemonium.sample.probe;

import io.github.pandaemonium.sample.web.WebApplication;

import org.springframework.boot.SpringApplication;

/**
 * A main that closes the application once it is ready, and runs it again.
 */
final class SecondRun {

	private SecondRun() {
	}

	public static void main(String[] args) {
		SpringApplication.run(WebApplication.class, args).close();
		SpringApplication.run(WebApplication.class, args);
	}

}
