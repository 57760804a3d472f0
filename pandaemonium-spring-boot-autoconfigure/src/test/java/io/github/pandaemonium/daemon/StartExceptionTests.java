package io.github.pandaemonium.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.launch.StartResult.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartException}.
 */
class StartExceptionTests {

	private final DaemonBuilder builder = Daemon.builder();

	@TempDir
	private Path directory;

	@Test
	void failureHasTheWordsOfTheDaemon() {
		StartException exception = exception(Outcome.FAILED, 42, 1, 0);
		assertThat(exception).hasMessage("What went wrong");
		assertThat(exception.getAction()).isEqualTo("Mend it.");
		assertThat(exception.getResult().pid()).isEqualTo(42);
	}

	@Test
	void daemonThatExitedIsToldWithItsStatus() {
		assertThat(exception(Outcome.DIED, 42, 7, 0))
			.hasMessage("The daemon, process 42, ended with status 7 before it was ready, at: bean 'x'");
		assertThat(exception(Outcome.DIED, 42, 0, 0)).hasMessageContaining("ended with status 0");
		assertThat(exception(Outcome.DIED, -1, -1, 0))
			.hasMessage("The daemon ended without a status before it was ready, at: bean 'x'");
	}

	@Test
	void daemonThatWasKilledIsToldWithTheSignal() {
		assertThat(exception(Outcome.DIED, 42, 137, 0))
			.hasMessage("The daemon, process 42, was ended by signal 9 (KILL) before it was ready, at: bean 'x'");
		assertThat(exception(Outcome.DIED, 42, 255, 0)).hasMessageContaining("ended with status 255");
	}

	@Test
	void placeToLookIsNamedWhereThereIsOne() throws IOException {
		assertThat(exception(Outcome.DIED, 42, 7, 0).getAction())
			.isEqualTo("Set stderr to keep what it says, or start it with detach set to never.");
		Path file = this.directory.resolve("x.err");
		this.builder.stderr(file);
		assertThat(exception(Outcome.DIED, 42, 7, 0).getAction())
			.isEqualTo("Start it with detach set to never to see what it does.");
		Files.createFile(file);
		assertThat(exception(Outcome.DIED, 42, 7, 0).getAction()).isEqualTo("See '" + file + "' for what it said.");
	}

	@Test
	void hangIsToldWithTimeAndStep() {
		this.builder.startTimeout(Duration.ofSeconds(90));
		StartException exception = exception(Outcome.TIMED_OUT, 42, -1, 0);
		assertThat(exception).hasMessage("There was no progress for 1m30s at: bean 'x'");
		assertThat(exception.getAction()).contains("start-timeout");
	}

	@Test
	void stageThatTheShellCouldNotGiveIsTold() {
		this.builder.workingDirectory(Path.of("/srv")).user("nobody");
		StartException exception = exception(Outcome.STOPPED, -1, -1, 5);
		assertThat(exception).hasMessageStartingWith("Unable to change to the working directory '/srv'")
			.hasMessageContaining("user 'nobody'");
		assertThat(exception.getAction()).contains("working-directory");
		assertThat(exception(Outcome.STOPPED, -1, -1, 4)).hasMessageStartingWith("Unable to set the umask");
	}

	@ParameterizedTest
	@CsvSource({ "DIED, 7, 7", "DIED, 0, 1", "DIED, -1, 1", "DIED, 143, 143", "FAILED, 3, 3", "FAILED, 0, 1",
			"FAILED, 143, 1", "FAILED, -1, 1", "TIMED_OUT, -1, 1", "TIMED_OUT, 137, 1", "STOPPED, -1, 1" })
	void exitStatusIsTheDaemonsWhereItHasOne(Outcome outcome, int status, int expected) {
		assertThat(exception(outcome, 42, status, (outcome == Outcome.STOPPED) ? 5 : 0).getExitStatus())
			.isEqualTo(expected);
	}

	private StartException exception(Outcome outcome, int pid, int status, int stage) {
		StartResult result = new StartResult(outcome, pid, status, stage, "bean 'x'", "What went wrong", "Mend it.", "",
				"", "");
		return new StartException(result, this.builder.options());
	}

}
