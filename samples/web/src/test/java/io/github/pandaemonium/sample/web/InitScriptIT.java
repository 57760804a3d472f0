package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is in {@code samples/init.d} and {@code samples/completion}, and Debian's
 * start-stop-daemon(8) with our pid file.
 */
@Tag("any-java")
class InitScriptIT {

	private static final Path START_STOP_DAEMON = Path.of("/usr/sbin/start-stop-daemon");

	private static final Path SAMPLES = Path.of("").toAbsolutePath().getParent();

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Path script;

	private static Path pidFile;

	@BeforeAll
	static void prepare() throws IOException {
		sample = WebSample.ordinary(launches);
		Path jar = sample.extract();
		pidFile = jar.resolveSibling("sample-web.pid");
		// as an administrator does in /etc/default
		String defaults = "JAVA=%s\nJAR=%s\nexport SERVER_PORT=0\n".formatted(Java.home().resolve("bin/java"), jar);
		Path file = Files.writeString(sample.directory().resolve("defaults"), defaults);
		String text = Files.readString(SAMPLES.resolve("init.d/sample-web"));
		assertThat(text).contains("### BEGIN INIT INFO\n# Provides:          sample-web\n", "### END INIT INFO\n");
		script = Files.writeString(sample.directory().resolve("init"),
				text.replace("/etc/default/sample-web", file.toString()));
		assertThat(Files.isExecutable(SAMPLES.resolve("init.d/sample-web"))).isTrue();
	}

	@Test
	void initScriptAndStartStopDaemonAreOfOneMind() throws IOException {
		assertThat(init("status").status()).isEqualTo(3);
		Result start = init("start");
		assertThat(start.status()).as("%s", start).isZero();
		assertThat(start.out()).startsWith("sample-web is ready: process ");
		Proc daemon = new Proc(Long.parseLong(WebSample.text(pidFile).lines().findFirst().orElseThrow()));
		assertThat(init("start").status()).isZero();
		assertThat(init("status").status()).isZero();
		assertThat(init("reload").status()).isZero();
		if (Files.isExecutable(START_STOP_DAEMON)) {
			assertThat(startStopDaemon("--status", "--pidfile", pidFile.toString()).status()).isZero();
			Result stop = startStopDaemon("--stop", "--pidfile", pidFile.toString(), "--retry", "10");
			assertThat(stop.status()).as("%s", stop).isZero();
			assertThat(daemon.isAlive()).isFalse();
			// 3 is: it is not running
			assertThat(startStopDaemon("--status", "--pidfile", pidFile.toString()).status()).isEqualTo(3);
		}
		assertThat(init("stop").status()).isZero();
		assertThat(init("try-restart").status()).isZero();
		assertThat(init("status").status()).isEqualTo(3);
		assertThat(init("nonsense").status()).isEqualTo(2);
		assertThat(daemon.isAlive()).isFalse();
		assertThat(pidFile).doesNotExist();
		Assumptions.assumeTrue(Files.isExecutable(START_STOP_DAEMON), "there is no start-stop-daemon (dpkg)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			shop st | start stop status
			shop res | restart
			shop status -- | --json
			shop try | try-restart
			shop unit s | service socket
			shop unit service x | ''
			shop stop x | ''
			""")
	void completion(String line, String words) {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
		List<String> typed = List.of(line.split(" "));
		Result result = launches.command("/bin/bash", "-c", """
				source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pandaemonium; echo "${COMPREPLY[*]}"
				""", "bash", SAMPLES.resolve("completion/sample-web").toString())
			.and(typed.toArray(String[]::new))
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.err()).isEmpty();
		assertThat(result.out().strip()).isEqualTo(words);
	}

	private static Result init(String verb) {
		return as(launches.command("/bin/sh", script.toString(), verb)).run();
	}

	private static Result startStopDaemon(String... arguments) {
		return as(launches.command(START_STOP_DAEMON.toString()).and(arguments)).run();
	}

	private static Launch as(Launch launch) {
		Launch own = launch.as(sample.user()).in(Path.of("/"));
		return Proc.self().cgroup().endsWith(".service") ? own.with("PANDAEMONIUM_DETACH", "always") : own;
	}

}
