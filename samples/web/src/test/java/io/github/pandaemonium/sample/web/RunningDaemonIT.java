package io.github.pandaemonium.sample.web;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts that a running daemon is in the way of.
 */
@Tag("any-java")
class RunningDaemonIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Proc daemon;

	@BeforeAll
	static void startDaemon() {
		sample = WebSample.ordinary(launches);
		daemon = sample.start(start());
	}

	@Test
	void secondStartNamesTheHolder() {
		Result result = start().run();
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.out()).isEmpty();
		assertThat(result.err().lines()).containsExactly("sample-web: " + alreadyRunning(),
				"Stop it first (kill " + daemon.pid() + "), or give this one another pandaemonium.pid-file.");
		assertUndisturbed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--foreground", "--pandaemonium.detach=never" })
	void soDoesOneThatDoesNotDetach(String mode) {
		Result result = start(mode).run();
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.out() + result.err()).containsOnlyOnce(alreadyRunning()).doesNotContain("\tat ");
		assertUndisturbed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--foreground" })
	void itsCommandLineStartsNothing(String argument) {
		List<String> command = new ArrayList<>(daemon.cmdline());
		command.add(argument);
		Result result = launches.command(command.toArray(String[]::new)).as(sample.user()).in(sample.directory()).run();
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.out()).isEmpty();
		assertThat(result.err()).matches(FailingStart.pattern(
				"sample-web: The argument -Dpandaemonium.birth=* was made for another process\nRemove that argument "
						+ "from the command line: only a launcher gives it, to the daemon that it starts.\n"));
		assertUndisturbed();
	}

	private static Launch start(String... arguments) {
		return sample.quickJar(arguments);
	}

	private static String alreadyRunning() {
		return "already running: process " + daemon.pid() + " holds '" + sample.pidFile() + "'";
	}

	private static void assertUndisturbed() {
		assertThat(launches.processes()).containsExactly(daemon);
		assertThat(Files.exists(sample.pidFile())).isTrue();
		assertThat(daemon.holdsLock(sample.pidFile())).isTrue();
		assertThat(sample.get("/")).contains(Long.toString(daemon.pid()));
	}

}
