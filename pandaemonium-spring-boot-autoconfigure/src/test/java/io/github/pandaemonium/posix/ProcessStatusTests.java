package io.github.pandaemonium.posix;

import java.util.List;
import java.util.Objects;

import io.github.pandaemonium.posix.Posix.Program;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessStatus}.
 */
class ProcessStatusTests {

	private final Posix posix = NativeAccess.posix();

	@Test
	void ofThisProcessTellsWhoItIs() {
		ProcessStatus status = Objects.requireNonNull(ProcessStatus.of("self"));
		assertThat(status.parent()).isEqualTo(this.posix.getppid());
		assertThat(status.uids()).hasSize(4).element(1).isEqualTo(this.posix.geteuid());
		assertThat(status.gids()).hasSize(4).element(1).isEqualTo(this.posix.getegid());
		assertThat(status.catches(11)).as("SEGV, which a JVM needs").isTrue();
		assertThat(status.ignores(11)).isFalse();
	}

	@Test
	void filterOfSystemCallsIsSeen() {
		FilteredThread
			.run(() -> assertThat(ProcessStatus.of("thread-self")).isNotNull().matches(ProcessStatus::filtered));
	}

	@Test
	void ofThisThreadIsThere() {
		assertThat(ProcessStatus.of("thread-self")).isNotNull();
	}

	@Test
	void ofNoProcessIsNull() {
		assertThat(ProcessStatus.of("0")).isNull();
	}

	@Test
	void ignoredSignalsAndTheEndOfAChildAreSeen() {
		int[] input = this.posix.pipe();
		int child = this.posix.posixSpawn(new Program("/bin/sh", List.of("sh", "-c", "trap '' HUP USR1; read word"),
				List.of(), List.of(new int[] { input[0], 0 })));
		try {
			this.posix.close(input[0]);
			Awaitility.await().untilAsserted(() -> {
				ProcessStatus status = Objects.requireNonNull(ProcessStatus.of(Integer.toString(child)));
				assertThat(status.parent()).isEqualTo(this.posix.getpid());
				assertThat(status.ignores(1)).isTrue();
				assertThat(status.ignores(10)).isTrue();
				assertThat(status.ignores(2)).isFalse();
				assertThat(status.catches(1)).isFalse();
			});
			this.posix.close(input[1]);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(Objects.requireNonNull(ProcessStatus.of(Integer.toString(child))).state())
							.isEqualTo('Z'));
		}
		finally {
			this.posix.kill(child, 9);
			this.posix.waitpid(child, true);
		}
		assertThat(ProcessStatus.of(Integer.toString(child))).isNull();
	}

	@Test
	void groupsAreComparedAsSets() {
		ProcessStatus status = new ProcessStatus('S', 1, List.of(), List.of(), List.of(5, 7), 0, 0, false);
		assertThat(status.hasGroups(List.of(7, 5, 5))).isTrue();
		assertThat(status.hasGroups(List.of(5))).isFalse();
		assertThat(status.hasGroups(List.of(5, 7, 9))).isFalse();
	}

	@Test
	void signalsAreBitsFromOneOn() {
		ProcessStatus status = new ProcessStatus('S', 1, List.of(), List.of(), List.of(), 0x8000000000000001L, 2,
				false);
		assertThat(status.ignores(1)).isTrue();
		assertThat(status.ignores(64)).isTrue();
		assertThat(status.ignores(2)).isFalse();
		assertThat(status.catches(2)).isTrue();
	}

}
