package io.github.pandaemonium.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.FilteredThread;
import io.github.pandaemonium.posix.Posix.Credentials;
import io.github.pandaemonium.posix.Posix.Program;
import io.github.pandaemonium.posix.PosixException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DaemonProcess}.
 */
class DaemonProcessTests {

	private static final Credentials NOBODY = new Credentials(65534, 65534, List.of(65534));

	private static final int SHELL = 4711;

	private final FakePosix posix = new FakePosix();

	@Test
	void nothingElseIsInheritedAndTheUserIsChangedBeforeTheSpawn() {
		DaemonProcess.spawn(this.posix, request(NOBODY, -1, List.of()));
		assertThat(this.posix.calls("closeOnExecFrom", "assumeInThread", "posixSpawn"))
			.containsExactly("closeOnExecFrom(3)", "assumeInThread(65534, 65534, [65534])", "posixSpawn(/bin/sh)");
		assertThat(this.posix.thread("posixSpawn")).isEqualTo(this.posix.thread("assumeInThread"));
	}

	@Test
	void daemonGetsItsStreamsAndTheControlPipeAndTheLauncherTheOtherEnds() {
		DaemonProcess process = DaemonProcess.spawn(this.posix, request(null, -1, List.of()));
		List<int[]> descriptors = this.posix.programs().get(0).descriptors();
		assertThat(descriptors).extracting((pair) -> pair[1]).containsExactly(0, 1, 2, 3, 4);
		assertThat(this.posix.openDescriptors()).hasSize(4)
			.doesNotContainAnyElementsOf(descriptors.stream().map((pair) -> pair[0]).toList());
		process.release();
		assertThat(this.posix.openDescriptors()).isEmpty();
	}

	@Test
	void lockAndInheritedFilesKeepOutOfEachOthersWay() {
		DaemonProcess.spawn(this.posix, request(null, 77, List.of(3, 5, 30)));
		Program program = this.posix.programs().get(0);
		assertThat(program.descriptors()).extracting((pair) -> pair[1]).containsExactly(0, 1, 2, 4, 6, 7, 3, 5, 30);
		assertThat(program.descriptors()).anySatisfy((pair) -> assertThat(pair).containsExactly(77, 7));
		assertThat(program.arguments()).anySatisfy((argument) -> assertThat(argument).contains("exec 7>&-"));
		String mark = program.arguments()
			.stream()
			.filter((argument) -> argument.startsWith("-D" + Birth.PROPERTY + "="))
			.findFirst()
			.orElseThrow();
		assertThat(Birth.parse(mark.substring(mark.indexOf('=') + 1))).satisfies((birth) -> {
			assertThat(birth.control()).isEqualTo(4);
			assertThat(birth.lock()).isEqualTo(7);
			assertThat(birth.pidFile()).isEqualTo(Path.of("/run/x.pid"));
			assertThat(birth.stages()).isEqualTo(5);
		});
	}

	@Test
	void tooManyInheritedDigitsAreAnError() {
		assertThatIllegalStateException()
			.isThrownBy(() -> DaemonProcess.spawn(this.posix, request(null, -1, List.of(3, 4, 5, 6, 7, 8))))
			.withMessageContaining("three must be free");
		assertThat(this.posix.openDescriptors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pipe", "open", "closeOnExecFrom", "assumeInThread", "posixSpawn" })
	void nothingStaysOpenWhereAnythingFails(String call) {
		this.posix.failing(call, "EAGAIN");
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> DaemonProcess.spawn(this.posix, request(NOBODY, -1, List.of())));
		assertThat(this.posix.openDescriptors()).isEmpty();
	}

	@Test
	void shellGivesOnlyWhatTheRequestHas() {
		LaunchRequest request = request(null, -1, List.of());
		DaemonProcess.spawn(this.posix, request);
		assertThat(script(0)).contains("trap '' HUP", "ulimit -c 0", "umask 027", "cd -P");
		DaemonProcess.spawn(this.posix,
				new LaunchRequest(request.commandLine(), List.of(), Map.of(), 0, 1, "ready", Duration.ofMinutes(1),
						Path.of("/launch"), null, -1, List.of(), true, null, 027, Path.of("/srv"), Set.of(), List.of(),
						Map.of(), null));
		assertThat(script(1)).doesNotContain("trap", "ulimit", "umask", "cd ");
	}

	@Test
	void releasedShellIsEndedAndWaitedForAndTheDaemonIsNot() {
		DaemonProcess process = started("pid 42\nready\n");
		process.release();
		process.kill();
		assertThat(this.posix.calls("kill", "waitpid")).containsExactly("kill(4711, 9)", "waitpid(4711, true)");
		assertThat(this.posix.openDescriptors()).isEmpty();
	}

	@Test
	void terminatedDaemonGetsTermThenItsGroupIsKilled() {
		this.posix.withProcess(42, SHELL);
		DaemonProcess process = started("pid 42\n");
		assertThat(process.interrupt()).isTrue();
		process.terminate(Duration.ofMillis(1));
		assertThat(this.posix.calls("kill", "waitpid")).startsWith("kill(42, 15)")
			.endsWith("kill(-4711, 9)", "kill(4711, 9)", "waitpid(4711, true)");
		assertThat(this.posix.openDescriptors()).isEmpty();
	}

	/**
	 * It may have left the process group; and as long as it is on its way out it has its
	 * pid file.
	 */
	@Test
	void killedDaemonIsHeldBeforeItsNumberIsFreeAndWaitedFor() {
		this.posix.withProcess(42, SHELL);
		DaemonProcess process = started("pid 42\n");
		process.terminate(Duration.ofMillis(1));
		List<String> calls = this.posix.calls("pidfd_open", "pidfd_send_signal", "kill", "poll");
		List<String> end = calls.subList(calls.indexOf("pidfd_open(42)"), calls.size());
		String descriptor = end.get(1).replaceAll("pidfd_send_signal\\((\\d+), 9\\)", "$1");
		assertThat(end).startsWith("pidfd_open(42)", "pidfd_send_signal(" + descriptor + ", 9)", "kill(-4711, 9)",
				"kill(4711, 9)", "poll([" + descriptor + "])");
	}

	@Test
	void processOfAnotherSessionIsNeverSignalled() {
		this.posix.withProcess(1, 1);
		DaemonProcess process = started("pid 1\n");
		assertThat(process.interrupt()).isFalse();
		process.terminate(Duration.ofMillis(1));
		assertThat(this.posix.calls("kill")).containsExactly("kill(-4711, 9)", "kill(4711, 9)");
	}

	@Test
	void readyDaemonIsAttendedAndReleased() {
		FilteredThread.assumeOthers();
		int jvm = (int) ProcessHandle.current().pid();
		this.posix.withProcessors(2).withProcess(jvm, SHELL);
		DaemonProcess process = started("pid " + jvm + "\n");
		assertThat(this.posix.calls("sched_setaffinity")).isNotEmpty().allMatch((call) -> call.endsWith(", {1})"));
		process.release();
		assertThat(this.posix.calls("sched_setaffinity", "kill")).endsWith("kill(4711, 9)")
			.anyMatch((call) -> call.endsWith(", {0, 1})"));
	}

	@ParameterizedTest
	@CsvSource({ "stages, false", "none, false", "ready, true" })
	void othersAreNot(String waitFor, boolean successor) {
		int jvm = (int) ProcessHandle.current().pid();
		this.posix.withProcessors(2).withProcess(jvm, SHELL);
		LaunchRequest request = request(null, -1, List.of());
		started(new LaunchRequest(request.commandLine(), List.of(), Map.of(), 0, 1, waitFor, Duration.ofMinutes(1),
				Path.of("/launch"), null, -1, List.of(), true, null, null, null, Set.of(), List.of(), Map.of(),
				successor ? new Succession(1, false) : null), "pid " + jvm + "\n")
			.release();
		assertThat(this.posix.calls("sched_setaffinity")).isEmpty();
	}

	private DaemonProcess started(String told) {
		return started(request(null, -1, List.of()), told);
	}

	private DaemonProcess started(LaunchRequest request, String told) {
		DaemonProcess process = DaemonProcess.spawn(this.posix, request);
		int control = this.posix.openDescriptors().stream().min(Integer::compare).orElseThrow();
		this.posix.withInput(control, told);
		process.monitor().await();
		return process;
	}

	private String script(int program) {
		return this.posix.programs().get(program).arguments().get(2);
	}

	static LaunchRequest request(@Nullable Credentials credentials, int lock, List<Integer> inherited) {
		CommandLine commandLine = CommandLine.of(List.of("java", "-jar", "app.jar", "x"), List.of("A=1"), "/launch",
				"/jdk");
		return new LaunchRequest(commandLine, List.of("-Xmx1g"), Map.of("B", "2"), 0, 5, "ready", Duration.ofMinutes(1),
				Path.of("/launch"), (lock >= 0) ? Path.of("/run/x.pid") : null, lock, List.of(), true, credentials, 027,
				Path.of("/srv"), Set.of("HUP"), inherited, Map.of(), null);
	}

}
