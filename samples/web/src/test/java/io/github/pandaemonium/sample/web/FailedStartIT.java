package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Daemons that do not become ready.
 */
@Tag("any-java")
class FailedStartIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Path probes;

	private FailingStart start;

	@BeforeAll
	static void prepare() {
		sample = WebSample.ordinary(launches);
		probes = sample.probes("");
	}

	@BeforeEach
	void look() throws IOException {
		Files.deleteIfExists(sample.logFile());
		this.start = new FailingStart(launches, sample);
	}

	@Test
	void beanThatFails() {
		this.start.refused(faulty(probes, "throw"), "Error creating bean with name 'fault': *: the fault is thrown",
				seeLog());
		assertThat(sample.log()).contains("\tat ").contains("the fault is thrown");
	}

	@Test
	void applicationThatExits() {
		Result result = this.start.failed(faulty(probes, "exit"));
		assertThat(result.status()).isEqualTo(7);
		assertThat(result.err()).matches(FailingStart.pattern("sample-web: The daemon, process *, "
				+ "ended with status 7 before it was ready, at: bean 'fault'\n" + seeLog() + "\n"));
	}

	@Test
	void daemonThatIsKilled() {
		Result result = this.start.failed(faulty(probes, "KILL"));
		assertThat(result.status()).isEqualTo(128 + 9);
		assertThat(result.err()).matches(FailingStart.pattern("sample-web: The daemon, process *, "
				+ "was ended by signal 9 (KILL) before it was ready, at: bean 'fault'\n" + seeLog() + "\n"));
	}

	@ParameterizedTest
	@CsvSource({ "return, 1, ''", "exit, 3, ''", "throw, 1, : the runner has failed" })
	void runnerThatClosesTheContext(String then, int status, String failure) {
		Result result = this.start.failed(probed(probes, "ClosingRunner", "--closing.then=" + then));
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		assertThat(result.err()).isEqualTo("sample-web: The application closed its context itself before it was ready"
				+ failure + "\n" + seeLog() + "\n");
	}

	/** The directory that makes the path absolute is nobody's choice. */
	@Test
	void logThatLogbackCantWrite() throws IOException {
		Path directory = Files.createDirectory(launches.directory(sample.user()).resolve("100% x"));
		Users.own(directory, sample.user());
		Result result = this.start.failed(start().in(directory));
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).endsWith("\nIt may be the '%' in '" + directory.resolve("sample-web.log")
				+ "', which Logback takes for a conversion word: set logging.file.name to a path without one.\n");
		assertThat(directory.resolve("sample-web.pid")).doesNotExist();
	}

	@Test
	void beanThatDoesNotComeToAnEnd() {
		this.start.refused(faulty(probes, "sleep").and("--pandaemonium.start-timeout=8s"),
				"There was no progress for 8s at: bean 'fault'",
				seeLog() + " Where it only needs more time, raise pandaemonium.start-timeout.");
	}

	@Test
	void portThatIsTaken() throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			int port = taken.getLocalPort();
			this.start.refused(start("--server.port=" + port),
					"Web server failed to start. Port " + port + " was already in use.",
					"Identify and stop the process that's listening on port " + port
							+ " or configure this application to listen on another port.");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					none.reload              | there is no bean named 'none'
					signalController.nothing | the class *.SignalController has no public method 'nothing' without arguments or with a DaemonSignalEvent
					""")
	void signalMappedToNoMethod(String action, String reason) {
		this.start.refused(start("--pandaemonium.signal-map.HUP=" + action),
				"pandaemonium.signal-map.HUP=" + action + ": " + reason,
				"Name a bean and one of its public methods, or a word without a dot for an event.");
	}

	@ParameterizedTest
	@CsvSource({ "-XX:Nonsense, Unrecognized VM option 'Nonsense'", "-Xmx1, Too small maximum heap" })
	void optionThatTheJvmRefuses(String option, String words) {
		Result result = this.start.failed(start("--pandaemonium.java-options=" + option));
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains(words)
			.containsPattern(FailingStart
				.pattern("\nsample-web: The daemon's JVM, process *, ended with status 1 while "
						+ "it started\nWhat it said is above. Look at pandaemonium.java-options: " + option + "\n"));
	}

	/**
	 * The process replaces itself for its new directory, and nobody would be left.
	 */
	@ParameterizedTest
	@CsvSource({ "-XX:Nonsense, Unrecognized VM option 'Nonsense'", "-Xmx1, Too small maximum heap" })
	void optionThatTheJvmRefusesInPlace(String option, String words) {
		this.start.refused(sample.byRoot(start("--pandaemonium.detach=never", "--pandaemonium.java-options=" + option)),
				"pandaemonium.java-options=" + option + ": the JVM refuses it: " + words, "Correct it.");
	}

	@Test
	void javaThatIsGone() throws IOException {
		Path home = copyOfJava();
		Path factories = sample.probes("org.springframework.boot.EnvironmentPostProcessor="
				+ "io.github.pandaemonium.sample.probe.JavaRemoval\n");
		Users.own(home.resolve("bin"), sample.user());
		this.start.refused(
				launches.command(home.resolve("bin/java").toString())
					.and(QuickJar.with(factories))
					.as(sample.user())
					.in(sample.directory())
					.with("PANDAEMONIUM_DETACH", "always"),
				"The Java that runs this program is gone: '" + home + "/bin/java'",
				"Start again with the Java that is installed now.");
	}

	@Test
	void fullDisk() throws Exception {
		Assumptions.assumeTrue(Users.isRoot(), "only root may mount a file system");
		Path disk = launches.directory();
		Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4k,mode=777", "tmpfs", disk.toString()) == 0,
				"root may not mount a file system here");
		try {
			Files.write(disk.resolve("fill"), new byte[4096]);
			this.start.refused(start("--pandaemonium.stdout=" + disk + "/x.log"),
					"pandaemonium.stdout=" + disk + "/x.log: there is no space left on its file system",
					"Make room, or name a file on another one.");
			this.start.refused(start("--pandaemonium.pid-file=" + disk + "/x.pid"),
					"pandaemonium.pid-file=" + disk + "/x.pid: No space left on device (ENOSPC)",
					"Make room on the file system, or name a file on another one.");
			try (Stream<Path> files = Files.list(disk)) {
				assertThat(files).containsExactly(disk.resolve("fill"));
			}
		}
		finally {
			run("umount", disk.toString());
		}
	}

	/**
	 * INT and TERM end the daemon too, with KILL where it stays; a launcher that is
	 * killed can't, and the daemon ends itself.
	 */
	@ParameterizedTest
	@CsvSource({ "INT, sleep", "TERM, stay", "KILL, stay" })
	void interruptedLauncher(String signal, String fault) throws IOException {
		Path reached = launches.directory(sample.user()).resolve("reached");
		Started launcher = faulty(probes, fault).and("--fault.file=" + reached).start();
		await().atMost(WebSample.PATIENCE).until(() -> !WebSample.text(reached).isEmpty() || !launcher.isAlive());
		Proc daemon = new Proc(Long.parseLong(WebSample.text(reached)));
		launcher.signal(signal);
		Result result = launcher.await();
		assertThat(result.status()).as("%s", result).isGreaterThan(128);
		assertThat(result.out() + result.err())
			.isEqualTo(signal.equals("KILL") ? "" : "sample-web: the start was interrupted; nothing is left\n");
		if (!signal.equals("KILL")) {
			assertThat(daemon.isAlive()).isFalse();
		}
		daemon.awaitEnd();
		Files.deleteIfExists(sample.pidFile().resolveSibling("none"));
		this.start.assertNothingLeft();
	}

	private static Launch start(String... arguments) {
		return sample.quickJar(arguments);
	}

	private static Launch faulty(Path classes, String fault) {
		return probed(classes, "Fault", "--fault=" + fault);
	}

	private static Launch probed(Path classes, String probe, String argument) {
		return sample.quick(QuickJar.with(classes))
			.and("--spring.main.sources=io.github.pandaemonium.sample.probe." + probe, argument);
	}

	private static String seeLog() {
		return "See '" + sample.logFile() + "' for what it said.";
	}

	/**
	 * A JVM takes the real path of its library for its home, which the rest need not
	 * really be in.
	 */
	private static Path copyOfJava() throws IOException {
		Path java = Java.home().toRealPath();
		Path home = launches.directory();
		Files.createDirectories(home.resolve("lib/server"));
		Files.createDirectory(home.resolve("bin"));
		Files.copy(java.resolve("bin/java"), home.resolve("bin/java"));
		Files.copy(java.resolve("lib/server/libjvm.so"), home.resolve("lib/server/libjvm.so"));
		for (String directory : new String[] { "", "lib", "lib/server" }) {
			try (Stream<Path> files = Files.list(java.resolve(directory))) {
				for (Path file : files.toList()) {
					Path link = home.resolve(java.relativize(file));
					if (Files.notExists(link)) {
						Files.createSymbolicLink(link, file);
					}
				}
			}
		}
		return home;
	}

	private static int run(String... command) throws Exception {
		return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
	}

}
