package io.github.pandaemonium.sample.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.pandaemonium.context.DaemonStep;
import io.github.pandaemonium.daemon.Stage;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Reads the key that {@code probe.key} names while it may, as README has it.
 */
class PrivateKeyStep implements DaemonStep {

	private final ConfigurableEnvironment environment;

	PrivateKeyStep(Environment environment) {
		this.environment = (ConfigurableEnvironment) environment;
	}

	@Override
	public Stage stage() {
		return Stage.CORE_DUMPS; // the last before IDENTITY, so this is still root
	}

	@Override
	public void run() throws IOException {
		String key = Files.readString(Path.of(System.getProperty("probe.key")));
		this.environment.getPropertySources()
			.addFirst(new MapPropertySource("private key",
					Map.of("spring.ssl.bundle.pem.web.keystore.private-key", key)));
	}

}
