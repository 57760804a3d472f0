package io.github.pandaemonium.launch;

import java.time.Duration;
import java.util.List;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.FilteredThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link OwnCompilers}, with the threads of the JVM of the tests, whose
 * processors are not really changed.
 */
class OwnCompilersTests {

	private final FakePosix posix = new FakePosix() {

		@Override
		public int getpid() {
			return (int) ProcessHandle.current().pid();
		}

	}.withProcessors(2);

	private final OwnCompilers compilers = new OwnCompilers();

	@BeforeEach
	void assumeThatSystemCallsAreNotFiltered() {
		FilteredThread.assumeOthers();
	}

	@Test
	void compilersAreConfinedOnceAndReleased() {
		this.compilers.confine(this.posix);
		List<String> confined = affinities();
		assertThat(confined).isNotEmpty().allMatch((call) -> call.endsWith(", {1})"));
		this.compilers.confine(this.posix);
		assertThat(affinities()).isEqualTo(confined);
		this.compilers.release();
		assertThat(affinities().subList(confined.size(), affinities().size())).isNotEmpty()
			.allMatch((call) -> call.endsWith(", {0, 1})"));
	}

	/**
	 * The native library may be loaded when the process has decided to go on.
	 */
	@Test
	void compilersThatWereReleasedAreNotConfinedAnyMore() {
		this.compilers.release();
		this.compilers.confine(this.posix);
		assertThat(affinities()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3, 4 })
	void nothingIsDoneWhereThereAreNotTwoProcessors(int processors) {
		this.posix.withProcessors(processors);
		this.compilers.confine(this.posix);
		this.compilers.release();
		assertThat(affinities()).isEmpty();
	}

	@Test
	void nothingIsDoneWhereSystemCallsAreFiltered() {
		FilteredThread.run(() -> this.compilers.confine(this.posix));
		assertThat(affinities()).isEmpty();
	}

	@Test
	void whatIsNotAllowedHarmsNobody() {
		this.posix.failing("sched_setaffinity", "EPERM");
		assertThatNoException().isThrownBy(() -> this.compilers.confine(this.posix));
		assertThat(affinities()).hasSize(1);
	}

	@Test
	void whatIsNotAllowedAnyMoreHarmsNobody() {
		this.compilers.confine(this.posix);
		int confined = affinities().size();
		this.posix.failing("sched_setaffinity", "EPERM");
		assertThatNoException().isThrownBy(this.compilers::release);
		assertThat(affinities()).hasSize(confined + 1);
	}

	@Test
	void compilersAreReleasedOnce() {
		this.compilers.confine(this.posix);
		this.compilers.release();
		// by somebody else
		new CompilerThreads(this.posix, this.posix.getpid()).confine();
		List<String> released = affinities();
		this.compilers.release();
		assertThat(affinities()).isEqualTo(released);
	}

	@Test
	void compilersThatNobodyReleasesAreReleasedInTime() {
		this.compilers.confine(this.posix);
		this.compilers.releaseAfter(Duration.ZERO);
		assertThat(affinities()).anyMatch((call) -> call.endsWith(", {0, 1})"));
	}

	@Test
	void nobodyWaitsForCompilersThatAreReleased() {
		this.compilers.release();
		assertTimeoutPreemptively(Duration.ofMinutes(1), () -> this.compilers.releaseAfter(Duration.ofDays(1)));
	}

	private List<String> affinities() {
		return this.posix.calls("sched_setaffinity");
	}

}
