package io.github.pandaemonium.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.Posix.Credentials;
import io.github.pandaemonium.posix.Posix.Program;
import io.github.pandaemonium.posix.PosixException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InPlace}.
 */
class InPlaceTests {

	private static final Credentials NOBODY = new Credentials(65534, 65534, List.of(65534));

	private static final CommandLine COMMAND = CommandLine.of(List.of("java", "-jar", "app.jar"), List.of(), "/launch",
			"/jdk");

	private final FakePosix posix = new FakePosix();

	@Test
	void stagesAreGivenInTheirOrderAndTheProgramIsTheLast() {
		InPlace.exec(this.posix, DaemonProcessTests.request(NOBODY, 77, List.of(8)));
		assertThat(this.posix.calls()).containsExactly("closeOnExecFrom(3)", "setCloseOnExec(8, false)",
				"setCloseOnExec(77, false)", "signal(1, IGNORE)", "dumpable(-1)",
				"assumeInThread(65534, 65534, [65534])", "preventCoreDumps()", "umask(27)", "chdir(/srv)",
				"execve(/jdk/bin/java)", "dumpable(1)");
		assertThat(this.posix.thread("execve")).isEqualTo(this.posix.thread("assumeInThread"));
	}

	@Test
	void programIsTheOwnCommandLineWithTheMark() {
		InPlace.exec(this.posix, DaemonProcessTests.request(NOBODY, 77, List.of()));
		Program program = this.posix.programs().get(0);
		assertThat(program.arguments()).startsWith("/jdk/bin/java").endsWith("-jar", "/launch/app.jar", "x");
		assertThat(program.environment()).containsExactlyInAnyOrder("A=1", "B=2");
		String mark = program.arguments()
			.stream()
			.filter((argument) -> argument.startsWith("-D" + Birth.PROPERTY + "="))
			.findFirst()
			.orElseThrow();
		Birth birth = Birth.parse(mark.substring(mark.indexOf('=') + 1));
		assertThat(birth.isInPlace()).isTrue();
		assertThat(birth.isTrue()).isTrue();
		assertThat(birth.lock()).isEqualTo(77);
	}

	@Test
	void stagesThatAreNotGivenAtBirthAreLeftForLater() {
		LaunchRequest request = DaemonProcessTests.request(null, -1, List.of());
		InPlace.exec(this.posix,
				new LaunchRequest(request.commandLine(), List.of(), Map.of(), 0, 1, "ready", Duration.ofMinutes(1),
						Path.of("/launch"), null, -1, List.of(), true, null, 027, null, Set.of(), List.of(), Map.of(),
						null));
		assertThat(this.posix.calls()).containsExactly("closeOnExecFrom(3)", "dumpable(-1)", "execve(/jdk/bin/java)",
				"dumpable(1)");
	}

	@Test
	void otherCommandGetsTheDescriptorsThatItIsToHave() {
		InPlace.exec(this.posix, COMMAND, Path.of("/launch"), List.of(7));
		assertThat(this.posix.calls()).containsSubsequence("closeOnExecFrom(3)", "setCloseOnExec(7, false)",
				"chdir(/launch)", "execve(/jdk/bin/java)");
	}

	@Test
	void nothingIsExecutedAfterAFailure() {
		this.posix.failing("chdir", "EACCES");
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> InPlace.exec(this.posix, DaemonProcessTests.request(NOBODY, -1, List.of())))
			.withMessage("chdir(/srv): Permission denied (EACCES)");
		assertThat(this.posix.programs()).isEmpty();
	}

	@Test
	void fileThatIsClosedMeanwhileIsNotNeeded() {
		this.posix.failing("setCloseOnExec", "EBADF");
		InPlace.exec(this.posix, COMMAND, Path.of("/launch"), List.of(46));
		assertThat(this.posix.programs()).hasSize(1);
	}

}
