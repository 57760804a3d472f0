package io.github.pandaemonium.launch;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.FilteredThread;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Program;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link CompilerConfinement}, with the threads of the JVM of the tests, whose
 * processors are not really changed.
 */
class CompilerConfinementTests {

	private static final int NEVER = Integer.MAX_VALUE;

	private static final int PAUSE = 5;

	private static final int JVM = (int) ProcessHandle.current().pid();

	private final FakePosix posix = new FakePosix().withProcessors(2);

	private final AtomicBoolean ours = new AtomicBoolean(true);

	private final CompilerConfinement confinement = new CompilerConfinement(this.posix, (pid) -> this.ours.get());

	@BeforeEach
	void assumeThatSystemCallsAreNotFiltered() {
		FilteredThread.assumeOthers();
	}

	@Test
	void compilersAreConfinedAndReleased() {
		this.confinement.look(JVM);
		assertThat(affinities()).isNotEmpty().allMatch((call) -> call.endsWith(", {1})"));
		int confined = affinities().size();
		this.confinement.release(JVM);
		assertThat(affinities().subList(confined, affinities().size())).isNotEmpty()
			.allMatch((call) -> call.endsWith(", {0, 1})"));
		assertThat(this.confinement.look(JVM)).isEqualTo(NEVER);
	}

	@Test
	void compilersOfTheLauncherAreConfinedAndReleasedToo() {
		FakePosix launcher = new FakePosix() {

			@Override
			public int getpid() {
				return JVM;
			}

		}.withProcessors(2);
		CompilerConfinement confinement = new CompilerConfinement(launcher, (pid) -> true);
		confinement.look(Integer.MAX_VALUE);
		List<String> confined = launcher.calls("sched_setaffinity");
		assertThat(confined).isNotEmpty().allMatch((call) -> call.endsWith(", {1})"));
		confinement.look(Integer.MAX_VALUE);
		assertThat(launcher.calls("sched_setaffinity")).isEqualTo(confined);
		confinement.release(-1);
		assertThat(launcher.calls("sched_setaffinity")).hasSizeGreaterThan(confined.size())
			.anyMatch((call) -> call.endsWith(", {0, 1})"));
	}

	@Test
	void looksEndSoonAfterTheCompilersAreThere() {
		assertThat(looks(JVM, 4)).containsExactly(PAUSE, PAUSE, NEVER, NEVER);
	}

	@Test
	void looksEndWhereNoCompilersCome() {
		Posix real = NativeAccess.posix();
		int[] input = real.pipe();
		int child = real.posixSpawn(new Program("/bin/sh", List.of("sh", "-c", "read word"), List.of(),
				List.of(new int[] { input[0], 0 })));
		try {
			List<Integer> looks = looks(child, 401);
			assertThat(looks.subList(0, 399)).containsOnly(PAUSE);
			assertThat(looks.subList(399, 401)).containsOnly(NEVER);
			assertThat(affinities()).isEmpty();
		}
		finally {
			real.close(input[1]);
			real.waitpid(child, true);
			real.close(input[0]);
		}
	}

	@Test
	void looksBeginWhereTheProcessIsKnown() {
		assertThat(this.confinement.look(-1)).isEqualTo(NEVER);
		assertThat(affinities()).isEmpty();
		assertThat(this.confinement.look(JVM)).isEqualTo(PAUSE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 3, 4 })
	void nothingIsDoneWhereThereAreNotTwoProcessors(int processors) {
		this.posix.withProcessors(processors);
		assertThat(this.confinement.look(JVM)).isEqualTo(NEVER);
		this.confinement.release(JVM);
		assertThat(affinities()).isEmpty();
	}

	@Test
	void nothingIsDoneWhereSystemCallsAreFiltered() {
		FilteredThread.run(() -> assertThat(this.confinement.look(JVM)).isEqualTo(NEVER));
		assertThat(affinities()).isEmpty();
	}

	@Test
	void processOfOthersIsLeftAlone() {
		this.ours.set(false);
		assertThat(this.confinement.look(JVM)).isEqualTo(NEVER);
		assertThat(affinities()).isEmpty();
	}

	@Test
	void processThatIsOfOthersNowIsLeftAlone() {
		this.confinement.look(JVM);
		List<String> confined = affinities();
		this.ours.set(false);
		this.confinement.release(JVM);
		assertThat(affinities()).isEqualTo(confined);
	}

	@Test
	void whatIsNotAllowedIsNotTriedAgain() {
		this.posix.failing("sched_setaffinity", "EPERM");
		assertThat(this.confinement.look(JVM)).isEqualTo(NEVER);
		assertThat(this.confinement.look(JVM)).isEqualTo(NEVER);
		assertThat(affinities()).hasSize(1);
		assertThatNoException().isThrownBy(() -> this.confinement.release(JVM));
	}

	private List<Integer> looks(int pid, int count) {
		return IntStream.range(0, count).mapToObj((i) -> this.confinement.look(pid)).toList();
	}

	private List<String> affinities() {
		return this.posix.calls("sched_setaffinity");
	}

}
