package io.github.pandaemonium.posix;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessStat}.
 */
@EnabledOnOs(OS.LINUX)
class ProcessStatTests {

	private static final String STAT = "42 (a) R 1 (b) S 7 42 42 34816 -1 4194304 0 0 0 0 1 2 0 0 20 0 5 0 4711";

	/** The kernel counts in hundredths of a second. */
	private static final Duration TICKS = Duration.ofMillis(20);

	@Test
	void tellsThisProcess() {
		ProcessStat stat = ProcessStat.of("self");
		assertThat(stat).isNotNull();
		assertThat(stat.id()).isEqualTo(ProcessHandle.current().pid());
		assertThat(stat.parent()).isEqualTo(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
		assertThat(stat.exitCode()).isZero();
	}

	@Test
	void nameOfTheProgramDoesNotConfuse() {
		assertThat(ProcessStat.parse(STAT)).isEqualTo(new ProcessStat(42, 'S', 7, 34816, 4711, 0));
	}

	@Test
	void processThatIsGoneIsNone() throws IOException, InterruptedException {
		Process process = new ProcessBuilder("true").start();
		process.waitFor();
		assertThat(ProcessStat.of(Long.toString(process.pid()))).isNull();
	}

	@Test
	void ageOfAThreadIsItsOwn() {
		long before = System.nanoTime();
		ProcessStat thread = inNewThread(() -> ProcessStat.of("thread-self"));
		assertThat(thread).isNotNull();
		Duration age = thread.age();
		assertThat(age).isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - before).plus(TICKS));
		assertThat(thread.startTime()).isGreaterThan(ProcessStat.of("self").startTime());
	}

	@Test
	void clockOfAnotherMachineMakesNothingNegative() {
		assertThat(new ProcessStat(1, 'S', 0, 0, Long.MAX_VALUE / 100, 0).age()).isZero();
	}

	private static <T> T inNewThread(Supplier<T> supplier) {
		return CompletableFuture.supplyAsync(supplier, (task) -> new Thread(task).start()).join();
	}

}
