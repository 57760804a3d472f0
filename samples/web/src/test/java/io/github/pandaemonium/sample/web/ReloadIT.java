package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Reloads of a daemon, whose configuration is in a directory that its command line names
 * as the launch directory has it.
 */
class ReloadIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Path file;

	private static Proc daemon;

	@BeforeAll
	static void startDaemon() throws IOException {
		sample = WebSample.ordinary(launches);
		file = Files.createDirectory(sample.directory().resolve("conf")).resolve("application.yml");
		Files.writeString(file, "sample.greeting: Hello\n");
		daemon = sample.start(sample.jar("--spring.config.additional-location=./conf/"));
		assertThat(daemon.directory()).hasToString("/");
	}

	@Test
	void changedFileIsReloadedAndABrokenOneIsNot() throws IOException {
		assertThat(sample.get("/greeting")).isEqualTo("Hello");
		assertThat(sample.log()).doesNotContain("DEBUG");
		Files.writeString(file, "sample.greeting: Good morning\nlogging.level.org.springframework.web: debug\n");
		reload("The configuration is reloaded, changed: logging.level.org.springframework.web, sample.greeting");
		assertThat(sample.get("/greeting")).isEqualTo("Good morning");
		assertThat(sample.log()).contains("DEBUG");
		Files.writeString(file, "sample.greeting: Good night\nsample: secret: x\n");
		reload("The configuration is not reloaded: '" + file + "', line 2, column 15: mapping values are not allowed");
		assertThat(sample.get("/greeting")).isEqualTo("Good morning");
		Files.delete(file);
		reload("The configuration is not reloaded: '" + file + "' can't be found any more");
		assertThat(sample.get("/greeting")).isEqualTo("Good morning");
		Files.writeString(file, "sample.greeting: Good evening\n");
		reload("The configuration is reloaded, changed: logging.level.org.springframework.web, sample.greeting\n");
		assertThat(sample.get("/greeting")).isEqualTo("Good evening");
		assertThat(sample.log()).doesNotContain("Good night", "secret");
		assertThat(launches.processes()).containsExactly(daemon);
	}

	/**
	 * The signal is one in a line: what follows it is looked for behind what was there.
	 */
	private static void reload(String result) {
		int before = sample.log().length();
		daemon.signal("HUP");
		await().atMost(WebSample.PATIENCE).until(() -> sample.log().substring(before).contains(result));
	}

}
