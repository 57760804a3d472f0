package io.github.pandaemonium.launch;

import java.util.List;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.Posix.Credentials;
import io.github.pandaemonium.posix.PosixException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CredentialsThread}.
 */
class CredentialsThreadTests {

	private static final Credentials NOBODY = new Credentials(65534, 65534, List.of(65534));

	private static final String THREAD = "pandaemonium-credentials";

	private final FakePosix posix = new FakePosix();

	@Test
	void actionComesAfterTheChangeOnTheSameThread() {
		String thread = CredentialsThread.call(this.posix, NOBODY, () -> {
			this.posix.umask(0);
			return Thread.currentThread().getName();
		});
		assertThat(thread).isEqualTo(THREAD);
		assertThat(this.posix.thread("assumeInThread")).isEqualTo(THREAD);
		assertThat(this.posix.calls()).containsExactly("dumpable(-1)", "assumeInThread(65534, 65534, [65534])",
				"umask(0)", "dumpable(1)");
		assertThat(this.posix.thread("dumpable")).isEqualTo(Thread.currentThread().getName());
	}

	@Test
	void nothingIsChangedWithoutCredentials() {
		assertThat(CredentialsThread.<Integer>call(this.posix, null, () -> 5)).isEqualTo(5);
		assertThat(this.posix.calls("assumeInThread")).isEmpty();
	}

	@Test
	void failedChangeKeepsTheActionFromBeingDone() {
		this.posix.failing("assumeInThread", "EPERM");
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> CredentialsThread.call(this.posix, NOBODY, () -> this.posix.umask(0)))
			.withMessageContaining("EPERM");
		assertThat(this.posix.calls()).containsExactly("dumpable(-1)", "assumeInThread(65534, 65534, [65534])",
				"dumpable(1)");
	}

	@Test
	void errorIsToldAndTheLauncherStaysDumpable() {
		assertThatIllegalStateException().isThrownBy(() -> CredentialsThread.call(this.posix, NOBODY, () -> {
			throw new AssertionError("x");
		})).withCauseInstanceOf(AssertionError.class);
		assertThat(this.posix.calls()).endsWith("dumpable(1)");
	}

	@Test
	void interruptIsKeptUntilTheActionIsDone() {
		Thread.currentThread().interrupt();
		assertThat(CredentialsThread.<Integer>call(this.posix, NOBODY, () -> 5)).isEqualTo(5);
		assertThat(Thread.interrupted()).isTrue();
	}

}
