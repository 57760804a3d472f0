package io.github.pandaemonium.systemd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watchdog} and its vitals.
 */
class WatchdogTests {

	private static final WatchdogSettings TEN_SECONDS = new WatchdogSettings(Duration.ofSeconds(10));

	private final AtomicReference<@Nullable String> problem = new AtomicReference<>();

	@Test
	void looksTwiceAPeriodAndGivesASign() {
		Watchdog watchdog = watchdog(Duration.ZERO);
		assertThat(begin(watchdog)).isEqualTo("WATCHDOG=1");
		assertThat(watchdog.next()).isEqualTo(at(5));
		assertThat(look(watchdog, 5)).isEqualTo("WATCHDOG=1");
		assertThat(watchdog.next()).isEqualTo(at(10));
	}

	@Test
	void graceIsAnnounced() {
		assertThat(begin(watchdog(Duration.ofSeconds(30)))).isEqualTo("WATCHDOG_USEC=40000000\nWATCHDOG=1");
	}

	@Test
	void badStateIsSilentAndAfterAPeriodTriggersItself() {
		Watchdog watchdog = watchdog(Duration.ofSeconds(30));
		begin(watchdog);
		this.problem.set("it is ill");
		assertThat(look(watchdog, 5)).isNull();
		assertThat(watchdog.problem()).isEqualTo("it is ill");
		assertThat(look(watchdog, 10)).isEqualTo("WATCHDOG=trigger");
		assertThat(look(watchdog, 15)).isNull();
	}

	@Test
	void stateThatIsGoodAgainIsASignAgain() {
		Watchdog watchdog = watchdog(Duration.ZERO);
		begin(watchdog);
		this.problem.set("it is ill");
		assertThat(look(watchdog, 5)).isNull();
		this.problem.set(null);
		assertThat(look(watchdog, 10)).isEqualTo("WATCHDOG=1");
		assertThat(watchdog.problem()).isNull();
	}

	@Test
	void pauseOfTheProcessIsNotHeldAgainstIt() {
		AtomicLong work = new AtomicLong();
		Watchdog watchdog = new Watchdog(TEN_SECONDS, Duration.ofSeconds(30),
				List.of(new DispatchVital("the thread", work::get, Duration.ofSeconds(40))));
		begin(watchdog);
		work.set(1);
		assertThat(look(watchdog, 5)).isEqualTo("WATCHDOG=1");
		assertThat(look(watchdog, 300)).as("after five minutes of pause").isEqualTo("WATCHDOG=1");
	}

	@Test
	void threadThatIsAtOneThingForTooLongHangs() {
		AtomicLong work = new AtomicLong(7);
		DispatchVital vital = new DispatchVital("the thread", work::get, Duration.ofSeconds(10));
		assertThat(vital.problem(at(0))).isNull();
		assertThat(vital.problem(at(10))).isNull();
		assertThat(vital.problem(at(11))).isEqualTo("the thread has not answered for 11 s");
		work.set(8);
		assertThat(vital.problem(at(12))).isNull();
		work.set(0);
		assertThat(vital.problem(at(100))).isNull();
		work.set(-1);
		assertThat(vital.problem(at(101))).isEqualTo("the thread is dead");
	}

	@Test
	void checkOnItsOwnThreadIsBadWhereItHangsOrFails() {
		CountDownLatch latch = new CountDownLatch(1);
		BackgroundVital vital = slow(latch, () -> {
			throw new IllegalStateException("broken");
		});
		assertThat(vital.problem(at(0))).isNull();
		assertThat(vital.problem(at(11))).isEqualTo("it has not answered for 11 s");
		latch.countDown();
		Awaitility.await()
			.untilAsserted(() -> assertThat(vital.problem(at(12)))
				.isEqualTo("it failed: java.lang.IllegalStateException: broken"));
	}

	@Test
	void checkThatTakesAWholePeriodLeavesNoGap() {
		CountDownLatch latch = new CountDownLatch(1);
		Watchdog watchdog = new Watchdog(TEN_SECONDS, Duration.ZERO, List.of(slow(latch, () -> null)));
		begin(watchdog);
		for (int seconds = 5; seconds <= 15; seconds += 5) {
			assertThat(look(watchdog, seconds)).isEqualTo("WATCHDOG=1");
		}
		assertThat(look(watchdog, 20)).isNull();
		assertThat(watchdog.problem()).isEqualTo("it has not answered for 15 s");
		assertThat(look(watchdog, 25)).isEqualTo("WATCHDOG=trigger");
		latch.countDown();
	}

	@Test
	void slowCheckIsWhatItWasUntilItAnswers() {
		Semaphore permits = new Semaphore(1);
		BackgroundVital vital = new BackgroundVital("it", () -> {
			permits.acquireUninterruptibly();
			return this.problem.get();
		}, Duration.ofSeconds(10));
		this.problem.set("it is ill");
		Awaitility.await().until(() -> "it is ill".equals(vital.problem(at(0))));
		this.problem.set(null);
		assertThat(vital.problem(at(5))).isEqualTo("it is ill");
		permits.release(2);
		Awaitility.await().until(() -> vital.problem(at(6)) == null);
	}

	private static BackgroundVital slow(CountDownLatch latch, Supplier<@Nullable String> answer) {
		return new BackgroundVital("it", () -> {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return answer.get();
		}, Duration.ofSeconds(10));
	}

	private Watchdog watchdog(Duration grace) {
		return new Watchdog(TEN_SECONDS, grace, List.of((clock) -> this.problem.get()));
	}

	private static String begin(Watchdog watchdog) {
		return watchdog.begin(Notification.empty(), at(0)).toString();
	}

	private static @Nullable String look(Watchdog watchdog, long seconds) {
		Notification sign = watchdog.look(at(seconds));
		return (sign != null) ? sign.toString() : null;
	}

	private static Duration at(long seconds) {
		return Duration.ofHours(-1).plusSeconds(seconds);
	}

}
