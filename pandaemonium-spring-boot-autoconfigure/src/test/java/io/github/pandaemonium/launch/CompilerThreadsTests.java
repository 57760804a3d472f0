package io.github.pandaemonium.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.PosixException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CompilerThreads}.
 */
class CompilerThreadsTests {

	private static final int PID = 42;

	private final FakePosix posix = new FakePosix().withProcessors(2);

	@TempDir
	private Path tasks;

	@BeforeEach
	void threads() throws IOException {
		named(PID, "java");
		named(43, "C2 CompilerThre");
		named(44, "C1 CompilerThre");
		named(45, "main");
		Files.createDirectory(this.tasks.resolve("46")); // it has ended meanwhile
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "1, false", "2, true", "3, false" })
	void processorsAreCounted(int processors, boolean two) {
		this.posix.withProcessors(processors);
		assertThat(threads(this.posix).haveTwoProcessors()).isEqualTo(two);
	}

	@Test
	void onlyCompilersAreConfined() {
		threads(this.posix).confine();
		assertThat(this.posix.calls()).containsExactlyInAnyOrder("sched_setaffinity(43, {1})",
				"sched_setaffinity(44, {1})");
	}

	@Test
	void lastThreadTellsThatTheCompilersAreThere() {
		assertThat(threads(this.posix).confine()).isFalse();
		named(47, "Notification Th");
		assertThat(threads(this.posix).confine()).isTrue();
	}

	@Test
	void releasedAreThoseThatAreConfined() {
		threads(this.posix).confine();
		named(48, "C1 CompilerThre");
		threads(this.posix).release();
		threads(this.posix).release();
		assertThat(this.posix.calls()).contains("sched_setaffinity(43, {0, 1})", "sched_setaffinity(44, {0, 1})")
			.hasSize(4);
	}

	/**
	 * A compiler has the processors of the compiler that started it.
	 */
	@Test
	void compilerThatIsStartedMeanwhileIsReleasedToo() {
		FakePosix starting = new FakePosix() {

			@Override
			public synchronized boolean schedSetaffinity(int thread, BitSet processors) {
				super.schedSetaffinity(thread, processors);
				if (thread == 44 && processors.cardinality() == 2) {
					named(48, "C1 CompilerThre");
					super.schedSetaffinity(48, BitSet.valueOf(new long[] { 2 }));
				}
				return true;
			}

		}.withProcessors(2);
		threads(starting).confine();
		threads(starting).release();
		assertThat(starting.calls()).containsSubsequence("sched_setaffinity(48, {1})", "sched_setaffinity(48, {0, 1})");
	}

	@Test
	void anythingElseIs() {
		this.posix.failing("sched_setaffinity", "EPERM");
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> threads(this.posix).confine());
	}

	private CompilerThreads threads(FakePosix posix) {
		return new CompilerThreads(posix, PID, this.tasks);
	}

	private void named(int number, String name) {
		try {
			Files.writeString(Files.createDirectories(this.tasks.resolve(Integer.toString(number))).resolve("comm"),
					name + "\n");
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
