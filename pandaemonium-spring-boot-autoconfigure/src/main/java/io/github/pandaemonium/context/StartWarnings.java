package io.github.pandaemonium.context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.command.Printable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What works, but perhaps not as an operator thinks.
 */
final class StartWarnings {

	private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

	private StartWarnings() {
	}

	static List<String> of(DaemonSettings settings, ConfigurableEnvironment environment) {
		List<String> warnings = new ArrayList<>();
		settings.relativeValues(environment)
			.forEach((value) -> warnings.add(
					value.key() + "=" + value.value() + " is relative and means '" + value.file() + "' in the daemon"));
		Duration stop = settings.properties().stopTimeout();
		Duration phase = environment.getProperty("spring.lifecycle.timeout-per-shutdown-phase", Duration.class,
				DEFAULT_PHASE_TIMEOUT);
		if (stop.compareTo(phase) <= 0) {
			warnings.add("pandaemonium.stop-timeout (" + Printable.seconds(stop)
					+ ") is not above spring.lifecycle.timeout-per-shutdown-phase (" + Printable.seconds(phase)
					+ "): a graceful shutdown may be cut short");
		}
		return warnings;
	}

}
