package io.github.pandaemonium.sample.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.WaitFor;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts that end in the middle: a step of the test's own holds the daemon after a stage.
 * All have the same pid file, so that each shows that the one before left nothing behind.
 */
@Tag("any-java")
class KilledStartIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Path probes;

	private static Path reached;

	@BeforeAll
	static void copy() {
		sample = WebSample.ordinary(launches);
		probes = sample.probes(
				"io.github.pandaemonium.context.DaemonStep=" + "io.github.pandaemonium.sample.probe.BlockingStep\n");
		reached = sample.directory().resolve("reached");
	}

	@AfterEach
	void leavesNothing(TestInfo test) throws Exception {
		await().atMost(WebSample.PATIENCE).untilAsserted(() -> assertThat(launches.processes()).isEmpty());
		Files.deleteIfExists(reached);
		assertThat(sample.pidFile()).as("%s %s", test.getTestMethod(), test.getDisplayName()).doesNotExist();
	}

	@ParameterizedTest
	@EnumSource(Stage.class)
	void killedLauncherTakesTheDaemonAlongAfter(Stage stage) {
		Started launcher = launch(stage);
		Proc daemon = awaitReached(launcher);
		launcher.signal("KILL");
		assertThat(launcher.await().status()).isEqualTo(128 + 9);
		daemon.awaitEnd();
	}

	@ParameterizedTest
	@EnumSource(Stage.class)
	void killedDaemonIsReportedAfter(Stage stage) {
		Started launcher = launch(stage);
		awaitReached(launcher).signal("KILL");
		Result result = launcher.await();
		assertThat(result.status()).as("%s", result).isNotZero();
		assertThat(result.err()).contains("KILL");
		assertThat(result.out()).isEmpty();
	}

	/**
	 * A launcher that is stopped before its answer, and killed when the daemon has given
	 * it, has not ended the shell.
	 */
	@ParameterizedTest
	@EnumSource(WaitFor.class)
	void launcherThatIsKilledAfterItsAnswerLeavesTheDaemonAlone(WaitFor waitFor) throws Exception {
		Files.deleteIfExists(sample.logFile());
		Started launcher = sample.byRoot(sample.quickJar("--pandaemonium.wait-for=" + waitFor)).start();
		await().pollInterval(Duration.ofMillis(5))
			.atMost(WebSample.PATIENCE)
			.until(() -> !launcher.proc().children().isEmpty() || !launcher.isAlive());
		launcher.signal("STOP");
		await().atMost(WebSample.PATIENCE).until(() -> sample.log().contains("Started WebApplication"));
		Proc daemon = sample.daemon();
		await().atMost(WebSample.PATIENCE)
			.until(() -> daemon.files().values().stream().noneMatch((target) -> target.startsWith("pipe:")));
		Proc shell = new Proc(daemon.session());
		assertThat(shell.isAlive()).isTrue();
		launcher.signal("KILL");
		launcher.await();
		await().atMost(WebSample.PATIENCE)
			.untilAsserted(() -> assertThat(launches.processes()).containsExactly(daemon));
		assertThat(daemon.holdsLock(sample.pidFile())).isTrue();
		sample.stop();
	}

	@Test
	void terminatedLauncherTakesTheDaemonAlong() {
		Started launcher = launch(Stage.STREAMS);
		Proc daemon = awaitReached(launcher);
		launcher.signal("TERM");
		assertThat(launcher.await().status()).isNotZero();
		assertThat(daemon.isAlive()).isFalse();
	}

	/**
	 * A stopped process does not obey TERM. It is gone when the launcher returns, and not
	 * on its way out.
	 */
	@Test
	void terminatedLauncherKillsTheDaemonThatDoesNotEnd() {
		Started launcher = launch(Stage.STREAMS);
		Proc daemon = awaitReached(launcher);
		daemon.signal("STOP");
		launcher.signal("TERM");
		assertThat(launcher.await().status()).isNotZero();
		assertThat(daemon.isAlive()).isFalse();
		assertThat(sample.pidFile()).doesNotExist();
	}

	@Test
	void killedShellDoesNotHideTheEndOfTheDaemon() {
		Started launcher = launch(Stage.STREAMS);
		Proc daemon = awaitReached(launcher);
		new Proc(daemon.session()).signal("KILL");
		daemon.signal("KILL");
		Result result = launcher.await();
		assertThat(result.status()).as("%s", result).isNotZero();
		assertThat(result.out()).isEmpty();
	}

	@Test
	void daemonThatWasKilledWhenReadyDoesNotStopTheNextStart() {
		Proc killed = sample.start(sample.byRoot(sample.quickJar()));
		killed.signal("KILL");
		killed.awaitEnd();
		assertThat(sample.pidFile()).exists();
		Proc next = sample.start(sample.byRoot(sample.quickJar()));
		assertThat(next).isNotEqualTo(killed);
		assertThat(next.holdsLock(sample.pidFile())).isTrue();
		sample.stop();
	}

	private Started launch(Stage stage) {
		return sample
			.byRoot(sample.quick("-Dprobe.stage=" + stage, "-Dprobe.reached=" + reached).and(QuickJar.with(probes)))
			.start();
	}

	private Proc awaitReached(Started launcher) {
		await().atMost(WebSample.PATIENCE).until(() -> Files.exists(reached) || !launcher.isAlive());
		assertThat(reached).as(() -> launcher.await().toString()).exists();
		return new Proc(Long.parseLong(WebSample.text(reached)));
	}

}
