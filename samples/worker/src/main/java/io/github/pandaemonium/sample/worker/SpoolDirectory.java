package io.github.pandaemonium.sample.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pandaemonium.context.DaemonStep;
import io.github.pandaemonium.daemon.Stage;

import org.springframework.core.env.Environment;

/**
 * Makes the spool directory as soon as this process is the only worker, and before any
 * bean looks for it. Stages 1 to 5 have been passed by then, so that the directory has
 * the daemon's user and umask. Named in {@code META-INF/spring.factories}.
 */
class SpoolDirectory implements DaemonStep {

	private final Path directory;

	SpoolDirectory(Environment environment) {
		this.directory = Path.of(environment.getRequiredProperty("worker.spool"));
	}

	@Override
	public Stage stage() {
		return Stage.PID_FILE;
	}

	@Override
	public void run() throws IOException {
		Files.createDirectories(this.directory);
	}

}
