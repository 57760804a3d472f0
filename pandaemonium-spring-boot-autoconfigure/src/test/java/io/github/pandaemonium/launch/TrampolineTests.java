package io.github.pandaemonium.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Program;
import io.github.pandaemonium.test.Proc;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Trampoline}, run by every shell that is there.
 */
class TrampolineTests {

	private static final int CONTROL = 4;

	private static final int LOCK = 6;

	private static final int LIFE = 7;

	@TempDir
	private Path directory;

	private final Posix posix = NativeAccess.posix();

	private int shell = -1;

	private String output = "";

	private int life = -1;

	/**
	 * The shells: path and name under which it is started.
	 */
	static List<List<String>> shells() {
		return Stream
			.of(List.of("/bin/sh", "sh"), List.of("/bin/dash", "dash"), List.of("/bin/bash", "bash"),
					List.of("/bin/busybox", "sh"))
			.filter((shell) -> Files.isExecutable(Path.of(shell.get(0))))
			.toList();
	}

	@AfterEach
	void end() {
		if (this.life >= 0) {
			this.posix.close(this.life);
		}
		if (this.shell > 0) {
			this.posix.kill(-this.shell, 9);
			this.posix.waitpid(this.shell, true);
		}
	}

	@ParameterizedTest
	@MethodSource("shells")
	void pidAndStatusAreTold(List<String> shell) {
		String told = run(shell, trampoline("pipe:[0]"), null, "sh", "-c", "echo $$ $PPID; exit 7");
		String[] pids = this.output.strip().split(" ");
		assertThat(told.lines()).containsExactly("pid " + pids[0], "status 7");
		assertThat(pids[1]).isEqualTo(Integer.toString(this.shell));
	}

	@ParameterizedTest
	@MethodSource("shells")
	void signalThatEndedTheDaemonIsTold(List<String> shell) {
		assertThat(run(shell, trampoline("pipe:[0]"), null, "sh", "-c", "kill -TERM $$").lines())
			.endsWith("status 143");
	}

	@ParameterizedTest
	@MethodSource("shells")
	void programThatIsNotThereIsTold(List<String> shell) {
		assertThat(run(shell, trampoline("pipe:[0]"), null, "/none/java").lines()).endsWith("status 127");
	}

	@ParameterizedTest
	@MethodSource("shells")
	void stagesAreGiven(List<String> shell) throws IOException {
		Path place = Files.createDirectory(this.directory.toRealPath().resolve("-a \"b\" $(c) 'd"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), place);
		Trampoline trampoline = trampoline("pipe:[0]").ignoring(Set.of("HUP", "USR1"))
			.withoutCoreDumps(2)
			.umask(4, 027)
			.workingDirectory(5);
		run(shell, trampoline, link.toString(), "sh", "-c",
				"umask; ulimit -c; readlink /proc/$$/cwd; grep SigIgn /proc/$$/status");
		assertThat(this.output.lines()).element(0).asString().endsWith("027");
		assertThat(this.output.lines()).element(1).isEqualTo("0");
		assertThat(this.output.lines()).element(2).isEqualTo(place.toString());
		assertThat(this.output.lines()).element(3).satisfies((line) -> {
			long ignored = Long.parseUnsignedLong(line.split("\\s+")[1], 16);
			// without job control a shell lets a program in the background ignore INT and
			// QUIT
			assertThat(ignored & 0x7fffffff).isEqualTo(1 | 2 | 4 | (1 << 9));
		});
	}

	@ParameterizedTest
	@MethodSource("shells")
	void argumentsAndEnvironmentArriveByteForByte(List<String> shell) {
		run(shell, trampoline("pipe:[0]"), null, "printf", "%s|", "a b", "", "*", "$x", "\\n", "two\nlines", "\u00ff");
		assertThat(this.output).isEqualTo("a b||*|$x|\\n|two\nlines|\u00ff|");
	}

	@ParameterizedTest
	@MethodSource("shells")
	void daemonHasTheLockAndTheControlPipeAndNoInput(List<String> shell) throws IOException {
		int lock = this.posix.open(this.directory.resolve("lock").toString(), Posix.O_RDWR | Posix.O_CREAT, 0600);
		int[] control = this.posix.pipe();
		int[] out = this.posix.pipe();
		int[] go = this.posix.pipe();
		start(shell,
				trampoline("pipe:[0]").arguments(shell.get(1), null, List.of(LOCK),
						List.of("sh", "-c", "echo lock >&" + LOCK + "; cat; readlink /proc/$$/fd/0; read x <&5")),
				List.of(new int[] { out[1], 1 }, new int[] { control[1], CONTROL }, new int[] { lock, LOCK },
						new int[] { go[0], 5 }));
		List.of(control[1], out[1], go[0]).forEach(this.posix::close);
		String pid = line(control[0]).substring("pid ".length());
		assertThat(line(out[0])).isEqualTo("/dev/null");
		assertThat(Files.readString(this.directory.resolve("lock"))).isEqualTo("lock\n");
		assertThat(Path.of("/proc", pid, "fd", "" + LOCK)).exists();
		assertThat(Path.of("/proc", "" + this.shell, "fd", "" + LOCK)).doesNotExist();
		this.posix.close(go[1]);
		assertThat(line(control[0])).isEqualTo("status 1");
		List.of(lock, control[0], out[0]).forEach(this.posix::close);
	}

	@ParameterizedTest
	@MethodSource("shells")
	void stageThatCantBeGivenIsTold(List<String> shell) {
		Trampoline trampoline = trampoline("pipe:[0]").umask(4, 077).workingDirectory(5);
		assertThat(run(shell, trampoline, this.directory.resolve("none").toString(), "echo", "not reached"))
			.isEqualTo("stopped 5\n");
		assertThat(this.output).isEmpty();
	}

	@Test
	void daemonThatStillHasTheControlPipeIsKilledAfterTheLauncher() {
		int[] control = this.posix.pipe();
		String proof = String.valueOf(Birth.inode(control[1]));
		start(List.of("/bin/sh", "sh"),
				trampoline(proof).arguments("/bin/sh", null, List.of(), List.of("sleep", "600")),
				List.of(new int[] { control[1], CONTROL }));
		this.posix.close(control[1]);
		assertThat(line(control[0])).startsWith("pid ");
		this.posix.close(this.life);
		this.life = -1;
		assertThat(all(control[0])).isEqualTo("status 137\n");
	}

	@ParameterizedTest
	@MethodSource("shells")
	void shellEndsAfterTheLauncherWhereTheDaemonIsReady(List<String> shell) {
		int[] control = this.posix.pipe();
		int[] out = this.posix.pipe();
		start(shell,
				trampoline(String.valueOf(Birth.inode(control[1]))).arguments(shell.get(1), null, List.of(),
						List.of("sh", "-c", "exec " + CONTROL + ">&-; echo ready; exec sleep 600")),
				List.of(new int[] { out[1], 1 }, new int[] { control[1], CONTROL }));
		this.posix.close(control[1]);
		Proc daemon = new Proc(Long.parseLong(line(control[0]).substring("pid ".length())));
		assertThat(line(out[0])).isEqualTo("ready");
		this.posix.close(this.life);
		this.life = -1;
		Awaitility.await().until(() -> !new Proc(this.shell).isAlive());
		assertThat(daemon.isAlive()).isTrue();
		List.of(control[0], out[0], out[1]).forEach(this.posix::close);
	}

	@Test
	void bashHandsOnVariablesThatAreNoNames() {
		assertThat(Trampoline.shell(List.of("A=1", "_B2=two\nlines", "c="))).isEqualTo("/bin/sh");
		assertThat(Trampoline.shell(List.of("A=1", "spring.config.location=x")))
			.isEqualTo(Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh");
		assertThat(Trampoline.shell(List.of())).isEqualTo("/bin/sh");
	}

	/**
	 * Runs a program to its end.
	 * @return what the launcher was told
	 */
	private String run(List<String> shell, Trampoline trampoline, @Nullable String directory, String... command) {
		int[] control = this.posix.pipe();
		int[] out = this.posix.pipe();
		start(shell, trampoline.arguments(shell.get(1), directory, List.of(), List.of(command)),
				List.of(new int[] { out[1], 1 }, new int[] { out[1], 2 }, new int[] { control[1], CONTROL }));
		this.posix.close(control[1]);
		this.posix.close(out[1]);
		String told = all(control[0]);
		this.output = all(out[0]);
		if (command[0].startsWith("/none") || told.startsWith("stopped")) {
			this.output = ""; // what the shell says about it is its own
		}
		return told;
	}

	private void start(List<String> shell, List<String> arguments, List<int[]> descriptors) {
		int[] ends = this.posix.pipe();
		this.life = ends[1];
		List<int[]> all = new ArrayList<>(descriptors);
		all.add(new int[] { ends[0], LIFE });
		this.shell = this.posix
			.posixSpawn(new Program(shell.get(0), arguments, List.of("PATH=" + System.getenv("PATH")), all));
		this.posix.close(ends[0]);
	}

	private static Trampoline trampoline(String proof) {
		return new Trampoline(CONTROL, LIFE, proof);
	}

	private String line(int fd) {
		StringBuilder line = new StringBuilder();
		byte[] one = new byte[1];
		while (this.posix.read(fd, one) == 1 && one[0] != '\n') {
			line.append((char) one[0]);
		}
		return line.toString();
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

}
