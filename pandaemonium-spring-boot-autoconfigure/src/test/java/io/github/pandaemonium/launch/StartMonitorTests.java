package io.github.pandaemonium.launch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pandaemonium.launch.StartResult.Outcome;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartMonitor}, through real pipes.
 */
class StartMonitorTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final Duration SHORT = Duration.ofMillis(300);

	private final Posix posix = NativeAccess.posix();

	private final int[] control = this.posix.pipe();

	private final int[] output = this.posix.pipe();

	private final int[] error = this.posix.pipe();

	private final List<String> progress = new ArrayList<>();

	@AfterEach
	void close() {
		for (int[] pipe : List.of(this.control, this.output, this.error)) {
			for (int fd : pipe) {
				if (this.posix.fstat(fd) != null) {
					this.posix.close(fd);
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "ready, ready", "stages, stages", "none, born", "stages, ready", "none, ready" })
	void awaitedMessageIsSuccess(String waitFor, String message) {
		StartMonitor monitor = monitor(waitFor, LONG);
		say("pid 42\n" + message + "\n");
		StartResult result = monitor.result(monitor.await());
		assertThat(result.outcome()).isEqualTo(Outcome.STARTED);
		assertThat(result.isSuccess()).isTrue();
		assertThat(result.pid()).isEqualTo(42);
		assertThat(result.status()).isEqualTo(-1);
	}

	@ParameterizedTest
	@CsvSource({ "ready, born", "ready, stages", "stages, born", "ready, progress+x" })
	void anythingElseIsNot(String waitFor, String message) {
		StartMonitor monitor = monitor(waitFor, SHORT);
		say("pid 42\n" + message.replace('+', ' ') + "\n");
		assertThat(monitor.await()).isEqualTo(Outcome.TIMED_OUT);
	}

	@Test
	void pidMayComeAfterTheMessage() {
		StartMonitor monitor = monitor("ready", LONG);
		say("born\nready %2Fvar%2Flog%2Fx\n");
		say("pid 42\n");
		StartResult result = monitor.result(monitor.await());
		assertThat(result.pid()).isEqualTo(42);
		assertThat(result.log()).isEqualTo("/var/log/x");
	}

	@Test
	void silenceIsFailureAndNamesTheStep() {
		StartMonitor monitor = monitor("ready", SHORT);
		say("pid 42\nborn\nprogress bean+%27a%27\n");
		StartResult result = monitor.result(monitor.await());
		assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(result.isSuccess()).isFalse();
		assertThat(result.step()).isEqualTo("bean 'a'");
		assertThat(this.progress).containsExactly("bean 'a'");
	}

	@Test
	void silenceFromTheBeginningIsFailureOfTheJvm() {
		StartMonitor monitor = monitor("ready", SHORT);
		StartResult result = monitor.result(monitor.await());
		assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(result.step()).isEqualTo("the start of its JVM");
		assertThat(result.pid()).isEqualTo(-1);
	}

	@Test
	void outputThatNeverPausesIsNoProgress() throws InterruptedException {
		AtomicBoolean stop = new AtomicBoolean();
		this.posix.setNonBlocking(this.output[1], true);
		Thread writer = new Thread(() -> {
			while (!stop.get()) {
				this.posix.tryWrite(this.output[1], new byte[512]);
			}
		});
		writer.start();
		try {
			assertThat(monitor("ready", SHORT).await()).isEqualTo(Outcome.TIMED_OUT);
		}
		finally {
			stop.set(true);
			writer.join();
		}
	}

	@Test
	void endOfThePipeIsFailure() {
		StartMonitor monitor = monitor("ready", LONG);
		say("pid 42\nborn\n");
		this.posix.close(this.control[1]);
		StartResult result = monitor.result(monitor.await());
		assertThat(result.outcome()).isEqualTo(Outcome.DIED);
		assertThat(result.status()).isEqualTo(-1);
	}

	@Test
	void statusIsFailure() {
		StartMonitor monitor = monitor("ready", LONG);
		say("pid 42\nstatus 0\n");
		StartResult result = monitor.result(monitor.await());
		assertThat(result.outcome()).isEqualTo(Outcome.DIED);
		assertThat(result.status()).isZero();
		assertThat(monitor.hasEnded()).isTrue();
	}

	@Test
	void failureIsToldTogetherWithTheStatusThatFollows() {
		StartMonitor monitor = monitor("ready", LONG);
		say("pid 42\nfailed What+went+wrong Mend+it.\n");
		say("status 7\n");
		StartResult result = monitor.result(monitor.await());
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.description()).isEqualTo("What went wrong");
		assertThat(result.action()).isEqualTo("Mend it.");
		assertThat(result.status()).isEqualTo(7);
	}

	@Test
	void failureInEmptyWordsIsFailure() {
		StartMonitor monitor = monitor("ready", LONG);
		say(new ControlMessage(ControlMessage.Type.FAILED, "", "").toLine() + "status 1\n");
		assertThat(monitor.await()).isEqualTo(Outcome.FAILED);
	}

	@Test
	void stageAtWhichTheShellStoppedIsTold() {
		StartMonitor monitor = monitor("ready", LONG);
		say("stopped 5\n");
		this.posix.close(this.control[1]);
		StartResult result = monitor.result(monitor.await());
		assertThat(result.outcome()).isEqualTo(Outcome.STOPPED);
		assertThat(result.stage()).isEqualTo(5);
	}

	@Test
	void junkIsSilence() {
		StartMonitor monitor = monitor("ready", SHORT);
		say("junk\n\npid x\nfailed %zz\nREADY\u00ff\nready");
		assertThat(monitor.await()).isEqualTo(Outcome.TIMED_OUT);
	}

	@Test
	void messageMayComeInPieces() {
		StartMonitor monitor = monitor("ready", SHORT);
		say("pid 4");
		assertThat(monitor.await()).isEqualTo(Outcome.TIMED_OUT);
		say("2\nrea");
		assertThat(monitor.await()).isEqualTo(Outcome.TIMED_OUT);
		say("dy\n");
		StartResult result = monitor.result(monitor.await());
		assertThat(result.outcome()).isEqualTo(Outcome.STARTED);
		assertThat(result.pid()).isEqualTo(42);
	}

	@Test
	void outputAndErrorAreKeptApartAndWhole() {
		StartMonitor monitor = monitor("ready", LONG);
		this.posix.write(this.output[1], "Füße\n".getBytes(StandardCharsets.UTF_8));
		this.posix.write(this.error[1], "warning\n".getBytes(StandardCharsets.UTF_8));
		say("pid 42\nready\n");
		Outcome outcome = monitor.await();
		this.posix.write(this.output[1], "last words".getBytes(StandardCharsets.UTF_8));
		monitor.close();
		StartResult result = monitor.result(outcome);
		assertThat(result.output()).isEqualTo("Füße\nlast words");
		assertThat(result.error()).isEqualTo("warning\n");
		assertThat(this.posix.fstat(this.control[0])).isNull();
		assertThat(this.posix.fstat(this.output[0])).isNull();
		assertThat(this.posix.fstat(this.error[0])).isNull();
	}

	@Test
	void streamsThatTheDaemonClosedAreNoEnd() {
		StartMonitor monitor = monitor("ready", LONG);
		this.posix.close(this.output[1]);
		this.posix.close(this.error[1]);
		say("pid 42\nready\n");
		assertThat(monitor.await()).isEqualTo(Outcome.STARTED);
	}

	@Test
	void daemonIsAttendedUntilThen() {
		List<Integer> attended = new ArrayList<>();
		StartMonitor monitor = monitor("ready", LONG).attending((pid) -> {
			attended.add(pid);
			if (attended.size() == 3) {
				say("pid 42\n");
			}
			if (attended.size() == 6) {
				say("ready\n");
			}
			return 1;
		});
		assertThat(monitor.await()).isEqualTo(Outcome.STARTED);
		assertThat(attended).containsExactly(-1, -1, -1, 42, 42, 42);
	}

	@Test
	void attendanceIsNotProgress() {
		AtomicBoolean attended = new AtomicBoolean();
		StartMonitor monitor = monitor("ready", SHORT).attending((pid) -> attended.getAndSet(true) ? 7 : 1);
		say("pid 42\n");
		assertThat(monitor.await()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(attended).isTrue();
	}

	@Test
	void awaitEndWaitsForTheStatusOnly() {
		StartMonitor monitor = monitor("ready", LONG);
		monitor.awaitEnd(SHORT);
		assertThat(monitor.hasEnded()).isFalse();
		say("status 143\n");
		monitor.awaitEnd(LONG);
		assertThat(monitor.hasEnded()).isTrue();
	}

	private StartMonitor monitor(String waitFor, Duration timeout) {
		return new StartMonitor(this.posix, this.control[0], this.output[0], this.error[0], waitFor, timeout)
			.onProgress(this.progress::add);
	}

	private void say(String text) {
		this.posix.write(this.control[1], text.getBytes(StandardCharsets.UTF_8));
	}

}
