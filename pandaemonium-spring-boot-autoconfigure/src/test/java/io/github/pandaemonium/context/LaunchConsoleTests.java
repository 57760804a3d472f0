package io.github.pandaemonium.context;

import java.nio.file.Path;

import io.github.pandaemonium.daemon.Daemon;
import io.github.pandaemonium.daemon.DaemonBuilder;
import io.github.pandaemonium.daemon.WaitFor;
import io.github.pandaemonium.launch.Refusal;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.launch.StartResult.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LaunchConsole}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LaunchConsoleTests {

	private final MockEnvironment environment = new MockEnvironment().withProperty("spring.application.name", "shop");

	private final SpringApplication application = new SpringApplication();

	private final DaemonBuilder builder = Daemon.builder();

	@Test
	void readyDaemonIsOneLine(CapturedOutput output) {
		console().result(started("/var/log/shop.log", ""), this.builder.options());
		assertThat(output.getOut()).matches("shop is ready: process 42, \\d+\\.\\d s, log in /var/log/shop.log\\R");
		assertThat(output.getErr()).isEmpty();
	}

	@Test
	void whatTheDaemonWroteToItsErrorIsShownAndItsOutputIsNot(CapturedOutput output) {
		console().result(started("/x", "careful\n"), this.builder.options());
		assertThat(output.getErr()).isEqualTo("careful\n");
		assertThat(output.getOut()).doesNotContain("banner");
	}

	@Test
	void lineSaysWhereTheLogGoes(CapturedOutput output) {
		console().result(started("", ""), this.builder.options());
		console().result(started("", ""), this.builder.stdout(Path.of("/var/log/out")).options());
		assertThat(output.getOut().lines()).satisfiesExactly(
				(line) -> assertThat(line).endsWith(", no log: set logging.file.name or pandaemonium.stdout"),
				(line) -> assertThat(line).endsWith(", log in /var/log/out"));
	}

	@Test
	void lineSaysNoMoreThanWhatWasWaitedFor(CapturedOutput output) {
		console().result(started("", ""), this.builder.waitFor(WaitFor.STAGES).options());
		console().result(started("", ""), this.builder.waitFor(WaitFor.NONE).options());
		assertThat(output.getOut().lines()).satisfiesExactly(
				(line) -> assertThat(line).startsWith("shop is a daemon, but perhaps not ready: process 42"),
				(line) -> assertThat(line).startsWith("shop has been started: process 42").endsWith(" s"));
	}

	@Test
	void failureIsDescriptionAndActionOnceWithoutATrace(CapturedOutput output) {
		LaunchConsole console = console();
		console.result(result(Outcome.FAILED, 1, "java.lang.X: no\n\tat x.Y.z(Y.java:1)\n"), this.builder.options());
		assertThat(output.getErr()).isEqualTo("shop: What went wrong\nMend it.\n");
		assertThat(output.getOut()).isEmpty();
		assertThat(console.status()).isEqualTo(1);
	}

	@Test
	void lastWordsOfADeadDaemonAreShownWithoutATrace(CapturedOutput output) {
		LaunchConsole console = console();
		console.result(result(Outcome.DIED, 7, "java.lang.X: no\n\tat x.Y.z(Y.java:1)\n\t... 5 more\nbye\n"),
				this.builder.options());
		assertThat(output.getErr())
			.startsWith("java.lang.X: no\nbye\nshop: The daemon, process 42, ended with status 7")
			.doesNotContain("\tat ");
		assertThat(console.status()).isEqualTo(7);
	}

	@Test
	void longDescriptionIsSetOff(CapturedOutput output) {
		console().failure(new FailureReport("Two\nlines\n", "Do\nthis\n"));
		assertThat(output.getErr()).isEqualTo("shop:\n\nTwo\nlines\n\nDo\nthis\n");
	}

	@Test
	void failureWithoutActionIsOneLine(CapturedOutput output) {
		console().failure(new FailureReport("No", " "));
		assertThat(output.getErr()).isEqualTo("shop: No\n");
	}

	@Test
	void refusalIsOneLine(CapturedOutput output) {
		console().refusal(Refusal.telling("it rains"));
		assertThat(output.getErr()).isEqualTo("shop does not detach because it rains\n");
	}

	@Test
	void applicationWithoutANameHasThatOfItsClass(CapturedOutput output) {
		this.environment.setProperty("spring.application.name", "");
		this.application.setMainApplicationClass(LaunchConsoleTests.class);
		console().refusal(Refusal.telling("x"));
		assertThat(output.getErr()).startsWith("LaunchConsoleTests does not");
	}

	@Test
	void relativeValuesAndAShortStopAreWarnedOf(CapturedOutput output) {
		this.environment.setProperty("shop.images", "./images");
		this.environment.setProperty("pandaemonium.stop-timeout", "20s");
		console().warnings(DaemonSettings.of(this.environment, Path.of("/launch")), this.environment);
		assertThat(output.getErr().lines()).containsExactlyInAnyOrder(
				"shop: shop.images=./images is relative and means '/images' in the daemon",
				"shop: pandaemonium.stop-timeout (20.0 s) is not above "
						+ "spring.lifecycle.timeout-per-shutdown-phase (30.0 s): a graceful shutdown may be cut short");
	}

	@Test
	void nothingIsWarnedOfByDefault(CapturedOutput output) {
		console().warnings(DaemonSettings.of(this.environment, Path.of("/launch")), this.environment);
		assertThat(output.getAll()).isEmpty();
	}

	private LaunchConsole console() {
		return LaunchConsole.of(this.application, this.environment);
	}

	private static StartResult started(String log, String error) {
		return new StartResult(Outcome.STARTED, 42, -1, 0, "x", "", "", log, "banner\n", error);
	}

	private static StartResult result(Outcome outcome, int status, String error) {
		return new StartResult(outcome, 42, status, 0, "bean 'x'", "What went wrong", "Mend it.", "", "banner\n",
				error);
	}

}
