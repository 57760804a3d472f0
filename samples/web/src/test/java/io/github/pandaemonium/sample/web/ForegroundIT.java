package io.github.pandaemonium.sample.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application as its developer runs it.
 */
class ForegroundIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	@BeforeAll
	static void copy() {
		sample = WebSample.ordinary(launches);
	}

	@Test
	void staysHoldsThePidFileAndEndsWithStatusZeroOnTerm() {
		Started application = sample.jar("--foreground").start();
		awaitStarted(application);
		assertThat(sample.pid()).isEqualTo(application.pid());
		assertThat(application.proc().holdsLock(sample.pidFile())).isTrue();
		Map<String, Object> process = sample.json("/");
		assertThat(process).containsEntry("mode", "FOREGROUND")
			.containsEntry("pid", Math.toIntExact(application.pid()))
			.containsEntry("directory", sample.directory().toString());

		Result second = sample.jar().run();
		assertThat(second.status()).isEqualTo(1);
		assertThat(second.err()).contains("process " + application.pid(), "'" + sample.pidFile() + "'");

		application.signal("HUP");
		sample.awaitSignal("HUP");
		application.signal("TERM");
		Result result = application.await();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.err()).isEmpty();
		assertThat(sample.pidFile()).doesNotExist();
	}

	@Test
	void endsWithStatus130OnInt() {
		Started application = sample.jar("--foreground").start();
		awaitStarted(application);
		application.signal("INT");
		assertThat(application.await().status()).isEqualTo(128 + 2);
		assertThat(sample.pidFile()).doesNotExist();
	}

	@Test
	void endsOnControlCInATerminal() throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1)");
		Path press = sample.directory().resolve("press");
		Launch launch = sample.jar("--foreground")
			.through("{ while ! [ -e press ]; do sleep 0.1; done; printf '\\003'; } | script -qec \"$*\" /dev/null");
		Started application = launch.start();
		awaitStarted(application);
		assertThat(sample.daemon().terminal()).isNotZero();
		Files.createFile(press);
		Result result = application.await();
		assertThat(result.status()).as("%s", result).isEqualTo(128 + 2);
		assertThat(sample.pidFile()).doesNotExist();
	}

	private static void awaitStarted(Started application) {
		await().atMost(WebSample.PATIENCE)
			.until(() -> application.out().contains("Started WebApplication") || !application.isAlive());
		assertThat(application.isAlive()).as(() -> application.await().toString()).isTrue();
	}

}
