package io.github.pandaemonium.sample.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what programs inherit that the application starts, and changes its availability.
 */
@Configuration(proxyBeanMethods = false)
@RestController
class SupervisedProbe {

	private final ApplicationContext context;

	SupervisedProbe(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * The environment of programs, started in both ways that there are.
	 */
	@GetMapping("/environments")
	String environments() throws IOException {
		ProcessBuilder builder = new ProcessBuilder("env");
		builder.environment().put("TOUCHED", "yes");
		return "native:\n" + output(Runtime.getRuntime().exec(new String[] { "env" })) + "touched:\n"
				+ output(builder.start());
	}

	/**
	 * Says that the state has changed.
	 */
	@GetMapping("/state/{name}")
	String state(@PathVariable String name) {
		AvailabilityState state = switch (name) {
			case "broken" -> LivenessState.BROKEN;
			case "correct" -> LivenessState.CORRECT;
			case "refusing" -> ReadinessState.REFUSING_TRAFFIC;
			default -> ReadinessState.ACCEPTING_TRAFFIC;
		};
		AvailabilityChangeEvent.publish(this.context, state);
		return name;
	}

	private static String output(Process process) throws IOException {
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
