package io.github.pandaemonium.sample.web;

import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Greets with what the configuration says now: a reload changes it while the daemon runs.
 */
@RestController
class GreetingController {

	private final Environment environment;

	GreetingController(Environment environment) {
		this.environment = environment;
	}

	@GetMapping("/greeting")
	String greeting() {
		return this.environment.getProperty("sample.greeting", "Hello");
	}

}
