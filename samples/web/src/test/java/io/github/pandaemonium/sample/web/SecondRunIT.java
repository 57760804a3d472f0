package io.github.pandaemonium.sample.web;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A main that runs the application again when it has been closed: the process stays the
 * daemon that it is.
 */
class SecondRunIT {

	@RegisterExtension
	final Launches launches = new Launches();

	private final WebSample sample = WebSample.ordinary(this.launches);

	@Test
	void signalsReachTheSecondContextOfADaemon() {
		Result launcher = secondRun("--pandaemonium.detach=always").run();
		assertThat(launcher.status()).as("%s", launcher).isZero();
		Proc daemon = this.sample.daemon();
		await().atMost(WebSample.PATIENCE).until(() -> isStartedTwice(this.sample.log()) || !daemon.isAlive());
		assertThat(daemon.isAlive()).as(this.sample.log()).isTrue();
		assertIsDaemon("DETACHED", daemon, this.sample.log());
		this.sample.stop();
		assertThat(this.sample.pidFile()).doesNotExist();
	}

	@Test
	void signalsReachTheSecondContextInTheForeground() {
		Started application = secondRun("--foreground").start();
		await().atMost(WebSample.PATIENCE).until(() -> isStartedTwice(application.out()) || !application.isAlive());
		assertThat(application.isAlive()).as(application::out).isTrue();
		assertIsDaemon("FOREGROUND", application.proc(), application.out());
		application.signal("TERM");
		assertThat(application.await().status()).isZero();
		assertThat(this.sample.pidFile()).doesNotExist();
	}

	private Launch secondRun(String argument) {
		return this.sample.java("--enable-native-access=ALL-UNNAMED", "-cp",
				this.sample.extract() + ":" + this.sample.probes(""), "io.github.pandaemonium.sample.probe.SecondRun",
				argument);
	}

	private void assertIsDaemon(String mode, Proc process, String log) {
		int port = WebSample.port(log);
		assertThat(JsonParserFactory.getJsonParser().parseMap(this.sample.get("/", port))).containsEntry("mode", mode)
			.containsEntry("pid", Math.toIntExact(process.pid()));
		process.signal("HUP");
		await().atMost(WebSample.PATIENCE)
			.untilAsserted(() -> assertThat(this.sample.get("/signals", port)).contains("HUP"));
		assertThat(process.holdsLock(this.sample.pidFile())).isTrue();
	}

	private static boolean isStartedTwice(String log) {
		return log.split("Started SecondRun", -1).length > 2;
	}

}
