package io.github.pandaemonium.systemd;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.NotifyReceiver;
import io.github.pandaemonium.posix.Posix;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Notifier}, against a real socket.
 */
class NotifierTests {

	@TempDir
	private Path directory;

	private final Posix posix = NativeAccess.posix();

	private NotifyReceiver receiver;

	private Notifier notifier;

	@BeforeEach
	void listen() {
		this.receiver = NotifyReceiver.on(this.directory.resolve("notify"));
		this.notifier = notifier(this.receiver);
	}

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void manyStepsAreFewMessagesAndTheLastIsOneOfThem() {
		long start = System.nanoTime();
		for (int i = 0; i < 100_000; i++) {
			this.notifier.progress("step " + i);
		}
		assertThat(this.receiver.await("STATUS=starting: step 99999").text())
			.isEqualTo("STATUS=starting: step 99999\nEXTEND_TIMEOUT_USEC=120000000");
		long most = Duration.ofNanos(System.nanoTime() - start).dividedBy(Duration.ofMillis(100)) + 2;
		assertThat(this.receiver.datagrams()).hasSizeLessThanOrEqualTo((int) most);
	}

	@Test
	void readyComesAtOnceAndTakesThePlaceOfOlderSteps() {
		this.notifier.progress("one");
		this.receiver.await("STATUS=starting: one");
		this.notifier.progress("two");
		this.notifier.ready("ready", null);
		this.notifier.progress("three");
		this.notifier.ready("ready again", null);
		this.notifier.stopping();
		this.receiver.await("STOPPING=1");
		assertThat(this.receiver.texts()).containsExactly("STATUS=starting: one\nEXTEND_TIMEOUT_USEC=120000000",
				"READY=1\nSTATUS=ready", "STOPPING=1\nSTATUS=stopping");
	}

	@Test
	void reloadIsToldWithTheMonotonicClockAndItsEnd() {
		this.notifier.ready("ready", null);
		Duration before = this.posix.clockMonotonic();
		this.notifier.reloading();
		Duration after = this.posix.clockMonotonic();
		this.notifier.reloaded("reloaded");
		assertThat(this.receiver.await("STATUS=reloaded").text()).isEqualTo("READY=1\nSTATUS=reloaded");
		assertThat(Long.parseLong(this.receiver.await("RELOADING=1").value("MONOTONIC_USEC")))
			.isBetween(Microseconds.of(before), Microseconds.of(after));
	}

	@Test
	void reloadBeforeReadinessOrDuringTheEndSaysNothing() {
		this.notifier.reloading();
		this.notifier.reloaded("reloaded");
		this.notifier.ready("ready", null);
		this.notifier.reloading();
		this.notifier.stopping();
		this.notifier.reloaded("reloaded");
		this.receiver.await("STOPPING=1");
		this.notifier.progress("bean 'x'");
		this.receiver.await("STATUS=stopping: bean 'x'");
		assertThat(this.receiver.count("READY=1")).isOne();
		assertThat(this.receiver.count("RELOADING=1")).isOne();
	}

	@Test
	void failureIsTheLastWord() {
		this.notifier.failed("the port\nis in use", 98);
		this.notifier.progress("bean 'x'");
		this.notifier.stopping();
		this.notifier.ready("ready", null);
		this.receiver.await("ERRNO");
		assertThat(this.receiver.texts()).containsExactly("STATUS=failed: the port is in use\nERRNO=98");
	}

	@Test
	void successorIsTheMainProcessAndTheLastWord() {
		this.notifier.ready("ready", null);
		this.notifier.succeeded(4711);
		this.notifier.stopping();
		this.receiver.await("BARRIER=1");
		assertThat(this.receiver.texts()).containsExactly("READY=1\nSTATUS=ready",
				"READY=1\nMAINPID=4711\nSTATUS=ready", "BARRIER=1");
	}

	@Test
	void signsOfLifeComeEvenWhereNothingWasToBeToldForAWhile() {
		this.notifier.progress("one");
		this.receiver.await("STATUS=starting: one");
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().equals("pandaemonium-notify"))
				.allMatch((thread) -> thread.getState() == Thread.State.TIMED_WAITING));
		this.notifier.ready("ready",
				new Watchdog(new WatchdogSettings(Duration.ofMillis(400)), Duration.ZERO, List.of()));
		Awaitility.await().until(() -> this.receiver.count("WATCHDOG=1") > 2);
	}

	@Test
	void signsOfLifeComeTwiceAPeriodAndTheStatusSaysWhyNot() {
		boolean[] ill = new boolean[1];
		Watchdog watchdog = new Watchdog(new WatchdogSettings(Duration.ofMillis(1200)), Duration.ofSeconds(2),
				List.of((clock) -> ill[0] ? "it is ill" : null));
		this.notifier.ready("ready", watchdog);
		assertThat(this.receiver.await("READY=1").text())
			.isEqualTo("READY=1\nSTATUS=ready\nWATCHDOG_USEC=3200000\nWATCHDOG=1");
		Awaitility.await().until(() -> this.receiver.count("WATCHDOG=1") == 4);
		ill[0] = true;
		this.receiver.await("STATUS=no sign of life, since it is ill; ready");
		this.receiver.await("WATCHDOG=trigger");
		ill[0] = false;
		Awaitility.await().until(() -> this.receiver.count("STATUS=ready") == 2);
		assertThat(this.receiver.datagrams().stream().filter((sign) -> sign.has("WATCHDOG=1")).limit(4).toList())
			.satisfies((signs) -> assertThat(signs.get(3).time().minus(signs.get(0).time()))
				.isGreaterThan(Duration.ofMillis(1770)));
	}

	@Test
	void signsOfLifeBeginWhereThereIsNothingElseToTell() {
		this.notifier.progress("one");
		this.receiver.await("STATUS=starting: one");
		this.notifier.ready("ready",
				new Watchdog(new WatchdogSettings(Duration.ofMillis(400)), Duration.ZERO, List.of()));
		Awaitility.await().until(() -> this.receiver.count("WATCHDOG=1") > 2);
	}

	@Test
	void readinessWaitsForRoomInAFullQueue() {
		Path path = this.directory.resolve("full");
		NotifyReceiver deaf = NotifyReceiver.deaf(path);
		Notifier notifier = notifier(deaf);
		NotifySocket socket = socket(deaf);
		while (socket.send(Notification.empty().watchdog(), false)) {
			// fills it
		}
		notifier.ready("ready", null);
		deaf.listen();
		deaf.await("READY=1");
		deaf.close();
	}

	private Notifier notifier(NotifyReceiver receiver) {
		return new Notifier(socket(receiver), this.posix::clockMonotonic, Duration.ofMinutes(2),
				Duration.ofSeconds(45));
	}

	private NotifySocket socket(NotifyReceiver receiver) {
		return NotifySocket.of(this.posix,
				new String(receiver.variable().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
				(complaint) -> {
					// its thread may outlive the receiver
				});
	}

}
