package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.daemon.Daemon;
import io.github.pandaemonium.daemon.DaemonBuilder;
import io.github.pandaemonium.daemon.StartException;
import io.github.pandaemonium.launch.StartResult.Outcome;
import io.github.pandaemonium.launch.StartResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartFailureAnalyzer}.
 */
class StartFailureAnalyzerTests {

	private final DaemonBuilder builder = Daemon.builder();

	@TempDir
	private Path directory;

	@Test
	void actionOfTheDaemonIsPassedOn() {
		FailureAnalysis analysis = analyze(Outcome.FAILED, 1, 0, "Mend it.", "");
		assertThat(analysis.getDescription()).isEqualTo("What went wrong");
		assertThat(analysis.getAction()).isEqualTo("Mend it.");
	}

	@Test
	void placeToLookIsNamedWhereItIsThere() throws Exception {
		assertThat(analyze(Outcome.FAILED, 1, 0, "", "").getAction()).contains("pandaemonium.stderr")
			.contains("--foreground");
		Path log = this.directory.resolve("x.log");
		assertThat(analyze(Outcome.DIED, 1, 0, "", log.toString()).getAction()).contains("--foreground");
		Files.createFile(log);
		assertThat(analyze(Outcome.DIED, 1, 0, "", log.toString()).getAction()).contains("'" + log + "'");
	}

	@Test
	void percentSignThatLogbackStumblesOverIsNamed() {
		StartResult result = new StartResult(Outcome.DIED, 42, 1, 0, "the start of logging", "", "",
				"/srv/100% x/x.log", "", "");
		assertThat(analyze(result).getAction()).contains("'/srv/100% x/x.log'", "Logback", "logging.file.name");
		assertThat(analyze(result.withLog("/srv/x.log")).getAction()).doesNotContain("Logback");
		assertThat(analyze(Outcome.DIED, 1, 0, "", "/srv/100% x/x.log").getAction()).doesNotContain("Logback");
	}

	@Test
	void timeoutMayBeRaised() {
		assertThat(analyze(Outcome.TIMED_OUT, -1, 0, "", "").getAction()).contains("pandaemonium.start-timeout");
	}

	@Test
	void directoryThatCantBeEnteredMayBeAnother() {
		assertThat(analyze(Outcome.STOPPED, -1, 5, "", "").getAction()).contains("pandaemonium.working-directory");
	}

	@Test
	void optionsOfTheDaemonsJvmAreNamedWhereItRefusesThem() {
		this.builder.javaOptions(List.of("-XX:NoSuch"));
		StartResult result = new StartResult(Outcome.DIED, 42, 1, 0, "the start of its JVM", "", "", "", "",
				"Unrecognized VM option");
		assertThat(analyze(result).getAction()).contains("pandaemonium.java-options: -XX:NoSuch");
	}

	private FailureAnalysis analyze(Outcome outcome, int status, int stage, String action, String log) {
		return analyze(new StartResult(outcome, 42, status, stage, "bean 'x'", "What went wrong", action, log, "", ""));
	}

	private FailureAnalysis analyze(StartResult result) {
		FailureAnalysis analysis = new StartFailureAnalyzer()
			.analyze(new StartException(result, this.builder.options()));
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
