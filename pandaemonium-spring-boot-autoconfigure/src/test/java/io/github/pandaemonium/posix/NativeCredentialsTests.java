package io.github.pandaemonium.posix;

import java.util.List;

import io.github.pandaemonium.posix.Posix.Credentials;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NativeCredentials}: on the real system in JVMs of their own, and with
 * a kernel that does not keep its word.
 */
class NativeCredentialsTests {

	private static final Credentials NOBODY = new Credentials(65534, 65534, List.of(65534, 4711));

	@RegisterExtension
	private final Launches launches = new Launches();

	@Test
	void processBecomesAnotherUserForGood() {
		Users.assumeRootAndNobody();
		Result result = this.launches
			.java("-cp", System.getProperty("java.class.path"), Becoming.class.getName(), "process")
			.run();
		assertThat(result.status()).as(result.err()).isZero();
		assertThat(result.out().lines()).containsExactly("4711 65534 65534 65534", "4711 65534 65534 65534",
				"setgroups(2): Operation not permitted (EPERM)");
	}

	@Test
	void threadBecomesAnotherUserAndTheProcessStays() {
		Users.assumeRootAndNobody();
		Result result = this.launches
			.java("-cp", System.getProperty("java.class.path"), Becoming.class.getName(), "thread")
			.run();
		assertThat(result.status()).as(result.err()).isZero();
		assertThat(result.out().lines()).first().isEqualTo("4711 65534 65534 65534");
		assertThat(result.out().lines()).element(1).asString().endsWith(" 0 0 0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "setgroups", "setresgid", "setresuid", "syscall" })
	void everyFailureIsToldWithItsCall(String failing) {
		FakeLibC libc = new FakeLibC(false);
		libc.failing = failing;
		boolean threadOnly = failing.equals("syscall");
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> credentials(libc, NOBODY).assume(NOBODY, threadOnly))
			.withMessageContaining(threadOnly ? "setgroups" : failing)
			.matches((ex) -> ex.is("EPERM"));
	}

	@Test
	void nothingIsSaidWhereAllIsAsItShouldBe() {
		FakeLibC libc = new FakeLibC(false);
		credentials(libc, NOBODY).assume(NOBODY, false);
		assertThat(libc.count).as("three changes, and two that must fail").isEqualTo(5);
	}

	@Test
	void userThatCanBeTakenBackIsAnError() {
		FakeLibC libc = new FakeLibC(true);
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> credentials(libc, NOBODY).assume(NOBODY, false))
			.withMessageContaining("privileges can be taken back");
	}

	@Test
	void userThatIsAnotherAfterwardsIsAnError() {
		Credentials other = new Credentials(65534, 65534, List.of(65534, 4711, 0));
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> credentials(new FakeLibC(false), other).assume(NOBODY, false))
			.withMessageContaining("verification");
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> credentials(new FakeLibC(false), new Credentials(0, 65534, NOBODY.groups()))
				.assume(NOBODY, false))
			.withMessageContaining("verification");
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> new NativeCredentials(new FakeLibC(false), (process) -> null).assume(NOBODY, true))
			.withMessageContaining("verification");
	}

	private static NativeCredentials credentials(LibC libc, Credentials afterwards) {
		List<Integer> uids = List.of(afterwards.uid(), afterwards.uid(), afterwards.uid(), afterwards.uid());
		List<Integer> gids = List.of(afterwards.gid(), afterwards.gid(), afterwards.gid(), afterwards.gid());
		List<Integer> groups = (afterwards.groups() != null) ? afterwards.groups() : List.of();
		return new NativeCredentials(libc, (process) -> new ProcessStatus('R', 1, uids, gids, groups, 0, 0, false));
	}

	/**
	 * A C library whose changes do nothing.
	 */
	private static final class FakeLibC extends LibC {

		private final boolean takenBack;

		private String failing = "none";

		private int count;

		private FakeLibC(boolean takenBack) {
			this.takenBack = takenBack;
		}

		@Override
		int callInt(String function, long... arguments) {
			this.count++;
			if (function.equals(this.failing) || (arguments[0] == -1 && !this.takenBack)) {
				errno(Constants.errno("EPERM"));
				return -1;
			}
			return 0;
		}

	}

	/**
	 * Becomes nobody, by itself or with a thread, and prints who it is.
	 */
	static final class Becoming {

		private Becoming() {
		}

		public static void main(String[] args) throws InterruptedException {
			Posix posix = NativeAccess.posix();
			Thread thread = new Thread(() -> {
				if (args[0].equals("thread")) {
					posix.assumeInThread(NOBODY);
				}
				else {
					posix.assume(NOBODY);
				}
				print("thread-self");
			});
			thread.start();
			thread.join();
			print("self");
			if (args[0].equals("thread")) {
				return;
			}
			try {
				posix.assume(NOBODY);
			}
			catch (PosixException ex) {
				System.out.println(ex.getMessage());
			}
		}

		private static void print(String process) {
			ProcessStatus status = ProcessStatus.of(process);
			if (status == null) {
				throw new IllegalStateException(process);
			}
			StringBuilder line = new StringBuilder();
			status.groups().stream().filter((group) -> group != 65534).forEach(line::append);
			System.out.println(line.append(' ')
				.append(status.uids().get(1))
				.append(' ')
				.append(status.uids().get(2))
				.append(' ')
				.append(status.gids().get(1)));
		}

	}

}
