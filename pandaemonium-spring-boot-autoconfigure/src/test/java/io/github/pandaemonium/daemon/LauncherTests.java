package io.github.pandaemonium.daemon;

import java.nio.file.Path;
import java.util.List;

import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.launch.StartResult.Outcome;
import io.github.pandaemonium.posix.FakePosix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Launcher}, with a daemon that only says what it is told to.
 */
class LauncherTests {

	private static final int SHELL = 4711;

	private final DaemonBuilder builder = Daemon.builder();

	private String told = "pid 42\nborn\nprogress a\nstages\nready\n";

	private final FakePosix posix = new FakePosix() {

		@Override
		public synchronized int posixSpawn(Program program) {
			withInput(openDescriptors().stream().min(Integer::compare).orElseThrow(), LauncherTests.this.told);
			return super.posixSpawn(program);
		}

	}.withProcess(42, SHELL).withUser("shop", 500, 501);

	@TempDir
	private Path directory;

	@Test
	void daemonThatIsReadyIsLetGo() {
		StartResult result = launcher().launch(Stage.STREAMS, 0, (step) -> {
		});
		assertThat(result.isSuccess()).isTrue();
		assertThat(this.posix.calls("kill")).containsExactly("kill(4711, 9)");
		assertThat(this.posix.openDescriptors()).isEmpty();
	}

	@Test
	void daemonThatFailsIsEndedAndNothingIsLeft() {
		this.told = "pid 42\nborn\nfailed x y\n";
		StartResult result = launcher().launch(Stage.STREAMS, 0, (step) -> {
		});
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.posix.calls("kill", "waitpid")).containsExactly("kill(42, 15)", "kill(-4711, 9)",
				"kill(4711, 9)", "waitpid(4711, true)");
		assertThat(this.posix.openDescriptors()).isEmpty();
	}

	@Test
	void daemonIsEndedWhereTheLauncherItselfFails() {
		assertThatIllegalStateException().isThrownBy(() -> launcher().launch(Stage.STREAMS, 0, (step) -> {
			throw new IllegalStateException(step);
		})).withMessage("a");
		assertThat(this.posix.calls("kill")).endsWith("kill(-4711, 9)", "kill(4711, 9)");
		assertThat(this.posix.openDescriptors()).isEmpty();
	}

	@Test
	void optionsThatCantBeAreFoundBeforeAnythingIsStarted() {
		this.builder.inheritFiles(List.of("987654"));
		assertRefused("inherit-files");
		this.builder.stdout(this.directory.resolve("none/x"));
		assertRefused("stdout");
		this.builder.workingDirectory(this.directory.resolve("none")).stdout(Path.of("/dev/null"));
		assertRefused("working-directory");
		this.builder.user("nosuch");
		assertRefused("user");
	}

	@Test
	void optionThatTheLauncherHoldsIsNamedWithTheRemedy() {
		CommandLine commandLine = CommandLine.of(
				List.of("java", "-Dcom.sun.management.jmxremote.port=9010", "-cp", "/", "x.Main"), List.of(), "/",
				System.getProperty("java.home"));
		assertThatExceptionOfType(LaunchException.class)
			.isThrownBy(() -> new Launcher(this.posix, this.builder.options(), commandLine, Path.of("/"), List.of())
				.launch(Stage.STREAMS, 0, (step) -> {
				}))
			.withMessageContaining("jmxremote.port=9010")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("pandaemonium.java-options"));
		assertThat(this.posix.programs()).isEmpty();
	}

	@Test
	void processStaysWhatItIsWhereNeitherUserNorDirectoryChanges() {
		launcher().execInPlace(0, () -> {
		});
		assertThat(this.posix.calls("assumeInThread", "umask", "chdir", "signal", "execve")).isEmpty();
	}

	@Test
	void processReplacesItselfWhereItsJvmIsToHaveOtherOptions() {
		this.builder.javaOptions(List.of("-Dmarker=yes"));
		launcher().execInPlace(0, () -> {
		});
		assertThat(this.posix.calls("execve")).hasSize(1);
	}

	@Test
	void processReplacesItselfWhereTheDirectoryChanges() {
		this.builder.workingDirectory(this.directory);
		launcher().execInPlace(0, () -> {
		});
		assertThat(this.posix.calls("assumeInThread", "chdir", "execve")).containsExactly(
				"chdir(" + this.directory + ")",
				"execve(" + Path.of(System.getProperty("java.home"), "bin", "java") + ")");
	}

	@Test
	void processReplacesItselfWhereTheUserChanges() {
		this.builder.user("shop");
		launcher().execInPlace(0, () -> {
		});
		assertThat(this.posix.calls("assumeInThread", "chdir", "execve")).endsWith("assumeInThread(500, 501, [501])",
				"chdir(/)", "execve(" + Path.of(System.getProperty("java.home"), "bin", "java") + ")");
	}

	@Test
	void processIsNotReplacedWhereAStepComesBefore() {
		this.builder.user("shop").after(Stage.CORE_DUMPS, () -> {
		});
		launcher().execInPlace(0, () -> {
		});
		assertThat(this.posix.programs()).isEmpty();
	}

	private void assertRefused(String option) {
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> launcher().launch(Stage.STREAMS, 0, (step) -> {
			}))
			.satisfies((ex) -> assertThat(ex.getOption()).isEqualTo(option));
		assertThat(this.posix.calls("posixSpawn", "pipe")).isEmpty();
	}

	private Launcher launcher() {
		CommandLine commandLine = CommandLine.of(List.of("java", "-cp", "/", "x.Main"), List.of(), "/",
				System.getProperty("java.home"));
		return new Launcher(this.posix, this.builder.options(), commandLine, Path.of("/"), List.of());
	}

}
