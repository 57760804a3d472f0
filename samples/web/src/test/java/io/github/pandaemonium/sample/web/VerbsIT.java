package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The verbs, on a daemon that runs and on pid files of nothing.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("any-java")
class VerbsIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Path yaml;

	private static Proc daemon;

	private static Result started;

	@BeforeAll
	static void startDaemon() throws IOException {
		sample = WebSample.ordinary(launches);
		yaml = sample.directory().resolve("application.yml");
		Files.writeString(yaml, "sample.greeting: Hello\n");
		started = verb("start", "positional").run();
		assertThat(started.status()).as("%s", started).isZero();
		daemon = sample.daemon();
	}

	@Test
	void startSaysWhatAStartSaysAndTheApplicationDoesNotSeeIt() {
		assertThat(started.out()).startsWith("sample-web is ready: process " + daemon.pid() + ", ");
		assertThat(started.err()).isEmpty();
		assertThat(daemon.cmdline()).endsWith(QuickJar.FILE.toString(), "positional");
	}

	@Test
	void startOfWhatRunsIsASuccess() {
		assertSays(verb("start").run(), 0, "sample-web is already running: process " + daemon.pid());
		assertSays(verb("start", "--pandaemonium.detach=never").run(), 0,
				"sample-web is already running: process " + daemon.pid());
		assertSays(verb("start", "--foreground").run(), 0, "sample-web is already running: process " + daemon.pid());
		assertUndisturbed();
	}

	@Test
	void statusOfWhatRuns() {
		Result result = verb("status").run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).matches("sample-web is running: process " + daemon.pid() + ", user " + sample.user()
				+ ", since [-0-9T:]+Z, holds '" + sample.pidFile() + "'(, last reload .*)?\n");
		assertThat(result.err()).isEmpty();
	}

	@Test
	void statusForScripts() {
		Result result = verb("status", "--json").run();
		assertThat(result.status()).as("%s", result).isZero();
		Map<String, Object> json = JsonParserFactory.getJsonParser().parseMap(result.out());
		assertThat(json).containsEntry("name", "sample-web")
			.containsEntry("state", "running")
			.containsEntry("exitStatus", 0)
			.containsEntry("pid", Math.toIntExact(daemon.pid()))
			.containsEntry("user", sample.user())
			.containsEntry("mode", "detached")
			.containsEntry("log", sample.logFile().toString())
			.containsKey("since");
	}

	@Test
	void reloadTellsWhatBecameOfIt() throws IOException {
		Files.writeString(yaml, "sample.greeting: Good morning\n");
		assertSays(verb("reload").run(), 0, "sample-web has reloaded: sample.greeting changed");
		assertThat(sample.get("/greeting")).isEqualTo("Good morning");
		Files.writeString(yaml, "sample.greeting: Good night\nsample: secret: x\n");
		// the verb reads the same file
		Result broken = verb("reload").run();
		assertThat(broken.status()).as("%s", broken).isEqualTo(6);
		// from elsewhere, only the daemon does
		Result kept = verb("reload", "--pandaemonium.pid-file=" + sample.pidFile(), "--spring.application.name=x")
			.in(Path.of("/"))
			.run();
		assertThat(kept.status()).as("%s", kept).isEqualTo(1);
		assertThat(kept.err()).startsWith("x: it keeps its configuration: ")
			.contains("'" + yaml + "', line 2")
			.doesNotContain("secret");
		assertThat(verb("status").in(Path.of("/")).and("--pandaemonium.pid-file=" + sample.pidFile()).run().out())
			.contains(", last reload ", " failed: ");
		assertThat(sample.get("/greeting")).isEqualTo("Good morning");
		Files.writeString(yaml, "sample.greeting: Hello\n");
		assertSays(verb("force-reload").run(), 0, "sample-web has reloaded: sample.greeting changed");
		assertUndisturbed();
	}

	@Test
	void reloadWhereNoSignalIsMappedToIt() {
		Result result = verb("reload", "--pandaemonium.signal-map.HUP=ignore").run();
		assertThat(result.status()).as("%s", result).isEqualTo(3);
		assertThat(result.err()).startsWith("sample-web: no signal is mapped to reload");
	}

	@Test
	void brokenConfigurationIsNoStatus() throws IOException {
		Path directory = launches.directory(sample.user());
		Files.writeString(directory.resolve("application.yml"), "a: b: c\n");
		for (String verb : new String[] { "status", "stop", "restart" }) {
			Result result = verb(verb, "--pandaemonium.pid-file=" + sample.pidFile()).in(directory).run();
			assertThat(result.status()).as("%s", result).isEqualTo(verb.equals("status") ? 4 : 6);
			assertThat(result.err())
				.contains("'" + directory.resolve("application.yml")
						+ "', line 1, column 5: mapping values are not allowed")
				.hasLineCount(2);
		}
		assertUndisturbed();
	}

	@ParameterizedTest
	@CsvSource({ "--pandaemonium.umask=9, 6, it is not an octal number",
			"--pandaemonium.stop-schedule=TERM, 6, a signal has no time after it",
			"--pandaemonium.signal-map.NONE=reload, 6, there is no such signal",
			"--pandaemonium.working-directory=/none, 6, there is no such directory",
			"--spring.config.import=file:/none.yml, 6, /none.yml" })
	void restartLeavesWhatRunsAloneIfItsSuccessorCantBe(String argument, int status, String reason) {
		Result result = verb("restart", argument).run();
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		assertThat(result.err()).contains(reason).doesNotContain("\tat ");
		assertThat(result.out()).isEmpty();
		assertUndisturbed();
	}

	@Test
	void doctorWarnsOfWhatRuns() {
		Result result = verb("doctor", "--spring.datasource.password=geheim").run();
		assertThat(result.status()).as("%s", result).isEqualTo(1);
		assertThat(result.out())
			.contains("warning  pid file: '" + sample.pidFile() + "'", "held by process " + daemon.pid(),
					"--spring.datasource.password=******")
			.doesNotContain("geheim", ".jar)");
		assertUndisturbed();
	}

	@Test
	void doctorFindsNothingOrAnError() {
		String free = "--pandaemonium.pid-file=" + sample.directory().resolve("free.pid");
		Result fine = verb("doctor", free).run();
		assertThat(fine.status()).as("%s", fine).isZero();
		assertThat(fine.out().lines()).allMatch((line) -> line.startsWith("ok "))
			.anyMatch((line) -> line.contains("control socket: '" + sample.directory().resolve("free.pid.sock")));
		Result wrong = verb("doctor", free, "--pandaemonium.umask=9").run();
		assertThat(wrong.status()).as("%s", wrong).isEqualTo(2);
		assertThat(wrong.out()).contains("error    properties: pandaemonium.umask=9: it is not an octal number");
		assertThat(sample.directory().resolve("free.pid")).doesNotExist();
	}

	@ParameterizedTest
	@CsvSource({ "status, 3", "stop, 0", "try-restart, 0", "reload, 7", "force-reload, 7" })
	void whatDoesNotRun(String verb, int status) {
		Result result = verb(verb, "--pandaemonium.pid-file=" + sample.directory().resolve("none.pid")).run();
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		assertThat(result.out() + result.err()).contains("not running");
	}

	@Test
	void forceReloadOfWhatCanNotReloadAndDoesNotRun() {
		Result result = verb("force-reload", "--pandaemonium.signal-map.HUP=ignore",
				"--pandaemonium.pid-file=" + sample.directory().resolve("none.pid"))
			.run();
		assertThat(result.status()).as("%s", result).isEqualTo(7);
	}

	@ParameterizedTest
	@CsvSource({ "status, 4", "stop, 6", "reload, 6" })
	void withoutAPidFile(String verb, int status) {
		Result result = verb(verb, "--pandaemonium.pid-file=").run();
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		assertThat(result.err()).isEqualTo("sample-web: there is no pid file, so that nobody can tell which process "
				+ "it is\nSet pandaemonium.pid-file to an absolute path.\n");
	}

	@ParameterizedTest
	@CsvSource({ "status, nonsense, 4", "stop, nonsense, 2", "stop, -9, 2", "run, stop, 2", "start, status, 2",
			"restart, restart, 2" })
	void verbPlusNonsense(String verb, String nonsense, int status) {
		Result result = verb(verb, nonsense).run();
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		assertThat(result.err()).startsWith("sample-web: " + verb + " takes no argument '" + nonsense + "'\n");
		assertUndisturbed();
	}

	@ParameterizedTest
	@CsvSource({ "status, 4", "stop, 3", "doctor, 2" })
	void withoutSystemCalls(String verb, int status) {
		Result result = sample.quick("-Djffi.extract.dir=/none", "-jar", QuickJar.FILE.toString(), verb).run();
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		assertThat(result.err()).startsWith("sample-web: " + verb + " can't be done, because system calls are not");
		assertThat(result.err().lines()).hasSize(2);
	}

	@Test
	void pidFileOfADeadProcess() throws IOException {
		Path file = pidFile("dead.pid", "rw-r--r--", (1 << 22) + 1); // above
																		// PID_MAX_LIMIT
		String option = "--pandaemonium.pid-file=" + file;
		Result dead = verb("status", option).run();
		assertThat(dead.status()).as("%s", dead).isEqualTo(1);
		assertThat(dead.out())
			.isEqualTo("sample-web is not running, but '" + file + "' is there: process 4194305 is gone\n");
		assertSays(verb("stop", option).run(), 0, "sample-web is not running");
		assertThat(file).doesNotExist();
	}

	/** A process that does not hold the lock is not the daemon. */
	@Test
	void pidFileOfAForeignProcessIsNoReasonForASignal() throws IOException {
		Started foreign = launches.command("sleep", "600").as(sample.user()).start();
		Path file = pidFile("foreign.pid", "rw-r--r--", foreign.pid());
		String option = "--pandaemonium.pid-file=" + file;
		assertThat(verb("status", option).run().status()).isEqualTo(4);
		for (String verb : new String[] { "stop", "reload", "restart", "start" }) {
			Result result = verb(verb, option).run();
			assertThat(result.status()).as("%s %s", verb, result).isEqualTo(1);
			assertThat(result.out()).isEmpty();
			assertThat(foreign.isAlive()).isTrue();
			assertThat(WebSample.text(file)).isEqualTo(foreign.pid() + "\n");
		}
		foreign.signal("KILL");
		foreign.await();
		Files.delete(file);
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-rw-rw-", "rw--w----" })
	void pidFileThatOthersCanWriteIsNoReasonForASignal(String mode) throws IOException {
		Files.setPosixFilePermissions(sample.pidFile(), PosixFilePermissions.fromString(mode));
		try {
			assertThat(verb("status").run().status()).isEqualTo(4);
			for (String verb : new String[] { "stop", "reload", "restart" }) {
				Result result = verb(verb).run();
				assertThat(result.status()).as("%s", result).isIn(1, 4);
				assertThat(result.err()).contains("others may write it");
			}
		}
		finally {
			Files.setPosixFilePermissions(sample.pidFile(), PosixFilePermissions.fromString("rw-------"));
		}
		assertUndisturbed();
	}

	@Test
	void hardLinkOfAPidFileIsNoReasonForASignal() throws IOException {
		Path link = Files.createLink(sample.directory().resolve("link.pid"), sample.pidFile());
		try {
			Result result = verb("stop", "--pandaemonium.pid-file=" + link).run();
			assertThat(result.status()).as("%s", result).isEqualTo(4);
			assertUndisturbed();
		}
		finally {
			Files.delete(link);
		}
	}

	@Test
	void runIsTheApplicationInThisProcess() throws IOException {
		Path file = sample.directory().resolve("run.pid");
		Path log = sample.directory().resolve("run.log");
		Path inherited = Files.createFile(sample.directory().resolve("inherited"));
		Started run = verb("run", "--pandaemonium.pid-file=" + file, "--logging.file.name=" + log,
				"--pandaemonium.inherit-files=7")
			.through("exec \"$@\" 7<'" + inherited + "'")
			.start();
		await().atMost(WebSample.PATIENCE)
			.until(() -> WebSample.text(log).contains("Started WebApplication") || !run.isAlive());
		assertThat(run.proc().cmdline()).contains("--foreground").doesNotContain("run");
		assertThat(run.proc().files()).containsEntry(7, inherited.toString());
		Result status = verb("status", "--json", "--pandaemonium.pid-file=" + file).run();
		assertThat(status.out()).contains("\"pid\":" + run.pid(), "\"mode\":\"foreground\"");
		run.signal("INT");
		assertThat(run.await().status()).isEqualTo(128 + 2);
		assertThat(file).doesNotExist();
		assertThat(file.resolveSibling("run.pid.sock")).doesNotExist();
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void procpsEndsIt() throws IOException {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/pkill")), "there is no pkill (procps)");
		Result result = launches.command("/usr/bin/pkill", "-F", sample.pidFile().toString()).as(sample.user()).run();
		assertThat(result.status()).as("%s", result).isZero();
		daemon.awaitEnd();
		assertThat(verb("status").run().status()).isEqualTo(3);
		try (var files = Files.list(sample.directory())) {
			assertThat(files.map((path) -> path.getFileName().toString())).doesNotContain("sample-web.pid",
					"sample-web.pid.sock");
		}
	}

	private static Launch verb(String... arguments) {
		return sample.quickJar(arguments);
	}

	private static Path pidFile(String name, String mode, long pid) throws IOException {
		Path file = sample.directory().resolve(name);
		Files.writeString(file, pid + "\n");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
		Users.own(file, sample.user());
		return file;
	}

	private static void assertSays(Result result, int status, String line) {
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		assertThat(result.out()).isEqualTo(line + "\n");
		assertThat(result.err()).isEmpty();
	}

	private static void assertUndisturbed() {
		assertThat(sample.daemon()).isEqualTo(daemon);
		assertThat(daemon.isAlive()).isTrue();
		assertThat(daemon.holdsLock(sample.pidFile())).isTrue();
	}

}
