package io.github.pandaemonium.posix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.posix.Posix.Disposition;
import io.github.pandaemonium.posix.Posix.Program;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NativePrograms}.
 */
class NativeProgramsTests {

	private static final int WINCH = 28;

	/** 32 and 33 are the C library's own, which it may leave ignored. */
	private static final long SIGNALS_OF_THREADS = 0x180000000L;

	@RegisterExtension
	private final Launches launches = new Launches();

	private final Posix posix = NativeAccess.posix();

	private final List<Integer> children = new ArrayList<>();

	private int status;

	@AfterEach
	void end() {
		for (int child : this.children) {
			this.posix.kill(child, 9);
			this.posix.waitpid(child, true);
		}
	}

	@Test
	void programGetsArgumentsAndEnvironmentByteForByte() {
		assertThat(output("printf '%s|' \"$@\"; printf %s \"$V\"", List.of("a b", "", "\u00fc\u0001"),
				List.of("V=\u00ff=", "W=1")))
			.isEqualTo("a b||\u00fc\u0001|\u00ff=");
		assertThat(this.status).isZero();
	}

	@Test
	void programLeadsANewSession() {
		String[] words = output("echo $$; cat /proc/$$/stat", List.of(), List.of()).split("\\s+");
		assertThat(words[0]).isEqualTo(Integer.toString(this.children.get(0)));
		assertThat(words[4]).as("parent").isEqualTo(Integer.toString(this.posix.getpid()));
		assertThat(words[5]).as("process group").isEqualTo(words[0]);
		assertThat(words[6]).as("session").isEqualTo(words[0]);
	}

	@Test
	void allSignalsAreAtTheirDefaultAndNoneIsBlocked() {
		this.posix.signal(WINCH, Disposition.IGNORE);
		try {
			String[] words = output("grep -E 'Sig(Blk|Ign)' /proc/self/status", List.of(), List.of()).split("\\s+");
			assertThat(words[1]).isEqualTo("0000000000000000");
			assertThat(Long.parseUnsignedLong(words[3], 16) & ~SIGNALS_OF_THREADS).isZero();
		}
		finally {
			this.posix.signal(WINCH, Disposition.DEFAULT);
		}
	}

	@Test
	void descriptorsAreThoseThatAreNamedEvenWhereTheyCross() {
		int[] first = this.posix.pipe();
		int[] second = this.posix.pipe();
		// each source is the target of the other
		int child = spawn("echo one >&" + first[1] + "; echo two >&" + second[1],
				List.of(new int[] { first[1], second[1] }, new int[] { second[1], first[1] }));
		this.posix.close(first[1]);
		this.posix.close(second[1]);
		assertThat(all(first[0])).isEqualTo("two\n");
		assertThat(all(second[0])).isEqualTo("one\n");
		assertThat(this.posix.waitpid(child, true)).isZero();
	}

	@Test
	void descriptorOntoItselfStaysOpen() {
		int[] pipe = this.posix.pipe();
		spawn("echo here >&" + pipe[1], List.of(new int[] { pipe[1], pipe[1] }));
		this.posix.close(pipe[1]);
		assertThat(all(pipe[0])).isEqualTo("here\n");
	}

	@Test
	void nothingStaysOpenHereAfterASpawn() {
		int[] pipe = this.posix.pipe();
		String name = Proc.self().files().get(pipe[0]);
		spawn("exit 0", List.of(new int[] { pipe[0], 0 }, new int[] { pipe[1], 3 }));
		assertThat(Proc.self().files().values()).filteredOn(name::equals).hasSize(2);
		List.of(pipe[0], pipe[1]).forEach(this.posix::close);
	}

	@Test
	void programThatIsNotThereIsAnError() {
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> this.posix.posixSpawn(new Program("/none", List.of("none"), List.of(), List.of())))
			.withMessage("posix_spawn(\"/none\"): No such file or directory (ENOENT)");
	}

	@Test
	void descriptorThatIsNotOpenIsAnError() {
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> spawn("exit 0", List.of(new int[] { 987654, 5 })))
			.matches((ex) -> ex.is("EBADF"));
	}

	@Test
	void waitpidTellsStatusAndSignal() {
		int exiting = spawn("exit 7", List.of());
		assertThat(this.posix.waitpid(exiting, true)).isEqualTo(7 << 8);
		assertThat(this.posix.waitpid(exiting, true)).as("a second time").isEqualTo(-1);
		int[] pipe = this.posix.pipe();
		int waiting = spawn("read x", List.of(new int[] { pipe[0], 0 }));
		assertThat(this.posix.waitpid(waiting, false)).isEqualTo(-1);
		this.posix.kill(waiting, 15);
		assertThat(this.posix.waitpid(waiting, true)).isEqualTo(15);
		this.posix.close(pipe[0]);
		this.posix.close(pipe[1]);
	}

	@Test
	void execveReplacesTheProcess() {
		Started started = this.launches.java("-cp", System.getProperty("java.class.path"), Replaced.class.getName())
			.start();
		Result result = started.await();
		assertThat(result.status()).as(result.err()).isEqualTo(3);
		assertThat(result.out().lines()).containsExactly("execve(\"/none\"): No such file or directory (ENOENT)",
				started.pid() + " b c \u00fc");
	}

	private String output(String script, List<String> arguments, List<String> environment) {
		int[] pipe = this.posix.pipe();
		List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
		command.addAll(arguments);
		List<String> variables = new ArrayList<>(environment);
		variables.add("PATH=/usr/bin:/bin");
		int child = this.posix
			.posixSpawn(new Program("/bin/sh", command, variables, List.of(new int[] { pipe[1], 1 })));
		this.children.add(child);
		this.posix.close(pipe[1]);
		String output = all(pipe[0]);
		this.status = this.posix.waitpid(child, true);
		return output;
	}

	private int spawn(String script, List<int[]> descriptors) {
		int child = this.posix
			.posixSpawn(new Program("/bin/bash", List.of("bash", "-c", script), List.of(), descriptors));
		this.children.add(child);
		return child;
	}

	private String all(int fd) {
		StringBuilder text = new StringBuilder();
		byte[] buffer = new byte[1024];
		for (int count = this.posix.read(fd, buffer); count > 0; count = this.posix.read(fd, buffer)) {
			text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
		}
		this.posix.close(fd);
		return text.toString();
	}

	/**
	 * Becomes a shell.
	 */
	static final class Replaced {

		private Replaced() {
		}

		public static void main(String[] args) {
			Posix posix = NativeAccess.posix();
			try {
				posix.execve(new Program("/none", List.of("none"), List.of(), List.of()));
			}
			catch (PosixException ex) {
				System.out.println(ex.getMessage());
			}
			posix.execve(new Program("/bin/sh", List.of("sh", "-c", "echo $$ $1 \"$V\"; exit 3", "a", "b c"),
					List.of("V=\u00c3\u00bc"), List.of()));
		}

	}

}
