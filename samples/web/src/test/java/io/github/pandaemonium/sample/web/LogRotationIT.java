package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Path;

import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.LogRotation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The rotation of Logback's file by logrotate.
 */
@Tag("any-java")
class LogRotationIT {

	private static final int ROTATIONS = 5;

	@RegisterExtension
	final Launches launches = new Launches();

	@Test
	void noLineIsLostAndNoneIsInAFileThatIsRotated() throws IOException {
		LogRotation.assumeLogrotate();
		WebSample sample = WebSample.ordinary(this.launches);
		Path beans = LogRotation.beans(this.launches.directory());
		sample.start(sample.byRoot(sample.java("-Dloader.path=" + beans, "-cp", sample.jarFile().toString(),
				"org.springframework.boot.loader.launch.PropertiesLauncher",
				"--spring.main.sources=" + LogRotation.BEAN)));
		LogRotation rotation = new LogRotation(this.launches, sample.pidFile(), sample.user(), sample.logFile());
		for (int number = 0; number < ROTATIONS; number++) {
			rotation.rotate("rw-------");
		}
		rotation.assertThatNoLineIsLost();
	}

}
