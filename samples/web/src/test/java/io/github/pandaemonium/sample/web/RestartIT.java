package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Ports;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.AfterEach;
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
 * A daemon that is replaced, and what may go wrong meanwhile: whatever it is, one daemon
 * is left, and as long as the old one lives, nobody notices. All tests have the same
 * daemon, or its successor.
 */
@Tag("any-java")
class RestartIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	private static final String SOURCE = "--spring.main.sources=io.github.pandaemonium.sample.probe.Fault";

	private static WebSample sample;

	private static Path probes;

	private static Path reached;

	private static int port;

	private Proc daemon;

	@BeforeAll
	static void prepare() throws IOException {
		sample = WebSample.ordinary(launches);
		probes = sample.probes("");
		reached = sample.directory().resolve("reached");
		port = Ports.free();
	}

	@BeforeEach
	void startUnlessItRuns() throws IOException {
		configure("none");
		if (!Files.exists(sample.pidFile()) || !sample.daemon().isAlive()) {
			launches.processes().forEach((stray) -> stray.signal("KILL"));
			launches.processes().forEach(Proc::awaitEnd);
			Result result = verb("start").and(SOURCE).run();
			assertThat(result.status()).as("%s", result).isZero();
		}
		this.daemon = sample.daemon();
	}

	@AfterEach
	void letGo() throws IOException {
		Files.deleteIfExists(reached);
	}

	@Test
	void theNewOneHasWhatTheOldOneHad() throws Exception {
		long parent = this.daemon.parent();
		Result result;
		try (SteadyClient client = new SteadyClient(port)) {
			result = verb("restart").run();
		}
		Proc successor = sample.daemon();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).contains("sample-web has been replaced: process " + this.daemon.pid() + ", ")
			.contains("sample-web is ready: process " + successor.pid() + ", ");
		assertThat(result.err()).isEmpty();
		assertThat(this.daemon.isAlive()).isFalse();
		assertIsTheOnlyOne(successor);
		assertHasTheArgumentsAndEachOptionOnce(successor);
		assertThat(successor.parent()).isEqualTo(parent);
		assertThat(successor.files().values()).noneMatch((file) -> file.startsWith("pipe:"));
		assertThat(status()).contains("is running: process " + successor.pid());
	}

	/** Without a verb: whoever may signal it may have it restart. */
	@Test
	void aSignalHasItStartItsSuccessor() throws Exception {
		long parent = this.daemon.parent();
		try (SteadyClient client = new SteadyClient(port)) {
			this.daemon.signal("USR2");
			this.daemon.awaitEnd();
		}
		Proc successor = sample.daemon();
		assertIsTheOnlyOne(successor);
		assertHasTheArgumentsAndEachOptionOnce(successor);
		assertThat(successor.parent()).isEqualTo(parent);
	}

	/** A new version that is none: the old one has nothing to do with it. */
	@ParameterizedTest
	@CsvSource({ "throw, 60s, the fault is thrown", "KILL, 60s, was ended by signal 9",
			"sleep, 2s, There was no progress for 2s" })
	void theOldOneStaysWhereTheNewOneDoesNotBecomeReady(String fault, String patience, String reason) throws Exception {
		configure(fault, "pandaemonium.start-timeout: " + patience);
		try (SteadyClient client = new SteadyClient(port)) {
			Result result = verb("restart").run();
			assertThat(result.status()).as("%s", result).isEqualTo(1);
			assertThat(result.out()).isEmpty();
			assertThat(result.err()).contains(reason).doesNotContain("\tat ");
			assertUndisturbed();
		}
	}

	@ParameterizedTest
	@CsvSource({ "sample-web.jar, true, Could not find or load main class",
			"lib/spring-boot-tomcat-*.jar, false, ServletWebServerFactory" })
	void theOldOneStaysWhereAFileOfTheNewOneIsBrokenOrMissing(String name, boolean there, String reason)
			throws Exception {
		Path file = find(name);
		Path kept = Files.move(file, sample.directory().resolve("kept"));
		try (SteadyClient client = new SteadyClient(port)) {
			if (there) {
				Files.writeString(file, "garbage");
			}
			Result result = verb("restart").run();
			assertThat(result.status()).as("%s", result).isEqualTo(1);
			assertUndisturbed();
			int before = WebSample.text(sample.logFile()).length();
			this.daemon.signal("USR2");
			await().atMost(WebSample.PATIENCE)
				.untilAsserted(() -> assertThat(WebSample.text(sample.logFile()).substring(before))
					.contains("The restart has come to nothing: ")
					.contains(reason)
					.contains("this process goes on"));
			assertUndisturbed();
		}
		finally {
			Files.move(kept, file, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	@Test
	void theOldOneStaysWhereTheRestartIsInterrupted() throws Exception {
		try (SteadyClient client = new SteadyClient(port)) {
			Started restart = heldRestart();
			Proc successor = successor();
			restart.signal("TERM");
			Result result = restart.await();
			assertThat(result.status()).as("%s", result).isEqualTo(128 + 15);
			assertThat(result.err()).contains("process " + this.daemon.pid() + " goes on");
			assertThat(successor.isAlive()).isFalse();
			assertUndisturbed();
		}
	}

	/** The new one gets on as far as it can, and has nobody to tell that it is ready. */
	@Test
	void theOldOneStaysWhereTheRestartIsKilled() throws Exception {
		try (SteadyClient client = new SteadyClient(port)) {
			Started restart = heldRestart();
			Proc successor = successor();
			int before = WebSample.text(sample.logFile()).length();
			restart.signal("KILL");
			Files.delete(reached);
			successor.awaitEnd();
			assertUndisturbed();
			// until then another restart is refused
			await().atMost(WebSample.PATIENCE)
				.untilAsserted(() -> assertThat(WebSample.text(sample.logFile()).substring(before))
					.contains("No successor has come about"));
		}
	}

	@Test
	void whileTheNewOneStartsTheOldOneIsTheService() throws Exception {
		try (SteadyClient client = new SteadyClient(port)) {
			Started restart = heldRestart();
			Proc successor = successor();
			assertThat(status()).contains("is running: process " + this.daemon.pid())
				.contains("its successor is starting");
			Result second = verb("restart").run();
			assertThat(second.status()).as("%s", second).isEqualTo(1);
			assertThat(second.err()).contains("another restart is under way");
			assertThat(this.daemon.isAlive()).isTrue();
			assertThat(this.daemon.holdsLock(sample.pidFile())).isTrue();
			assertThat(sample.daemon()).isEqualTo(this.daemon);
			Files.delete(reached);
			assertThat(restart.await().status()).as("%s", restart.await()).isZero();
			assertIsTheOnlyOne(successor);
		}
	}

	@Test
	void ofTwoRestartsAtOnceNoneIsHalfDone() throws Exception {
		try (SteadyClient client = new SteadyClient(port)) {
			List<Started> restarts = List.of(verb("restart").start(), verb("restart").start());
			List<Result> results = restarts.stream().map(Started::await).toList();
			assertThat(results).extracting(Result::status).contains(0).isSubsetOf(0, 1);
			results.stream()
				.filter((result) -> result.status() == 1)
				.forEach((result) -> assertThat(result.err()).contains("another restart is under way"));
		}
		assertThat(sample.daemon()).isNotEqualTo(this.daemon);
		assertIsTheOnlyOne(sample.daemon());
	}

	@Test
	void theNewOneStaysWhereTheOldOneIsKilledMeanwhile() throws Exception {
		Started restart = heldRestart();
		Proc successor = successor();
		this.daemon.signal("KILL");
		this.daemon.awaitEnd();
		// nobody accepts it, and nobody refuses it
		CompletableFuture<String> early = CompletableFuture.supplyAsync(() -> SteadyClient.get(port));
		Files.delete(reached);
		Result result = restart.await();
		assertThat(result.status()).as("%s", result).isZero();
		assertIsTheOnlyOne(successor);
		assertThat(early.get(1, TimeUnit.MINUTES)).endsWith("Hello");
	}

	@Test
	void nothingIsLeftWhereItIsStoppedMeanwhile() throws Exception {
		Started restart = heldRestart();
		Proc successor = successor();
		Result stop = verb("stop").run();
		assertThat(stop.status()).as("%s", stop).isZero();
		Result result = restart.await();
		assertThat(result.status()).as("%s", result).isEqualTo(1);
		assertThat(result.err()).contains("was told to stop");
		assertThat(successor.isAlive()).isFalse();
		await().atMost(WebSample.PATIENCE).untilAsserted(() -> assertThat(launches.processes()).isEmpty());
		assertThat(sample.pidFile()).doesNotExist();
		assertThat(verb("status").run().status()).isEqualTo(3);
	}

	@Test
	void aSocketThatIsNotWantedAnyMoreIsNotHandedOver() throws IOException {
		int another = Ports.free();
		Result result = verb("restart").and(SOURCE, "--pandaemonium.socket.address=127.0.0.1:" + another).run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.err()).contains("the new process does not listen on 127.0.0.1:" + port + " any more");
		assertThat(result.out()).contains("has been replaced: process " + this.daemon.pid());
		Proc elsewhere = sample.daemon();
		result = verb("restart").and(SOURCE, "--pandaemonium.socket.address=").run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out())
			.startsWith("sample-web stops, then starts: the new process has no listening socket of its own");
		assertThat(elsewhere.isAlive()).isFalse();
		Proc successor = sample.daemon();
		successor.signal("KILL"); // the others have the socket
		successor.awaitEnd();
	}

	@Test
	void oneThatIsNotWaitedForIsStoppedFirst() {
		Result result = verb("restart").and(SOURCE, "--pandaemonium.wait-for=stages").run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).startsWith("sample-web stops, then starts: pandaemonium.wait-for is not 'ready'")
			.contains("has been stopped: process " + this.daemon.pid());
		assertThat(this.daemon.isAlive()).isFalse();
		Proc successor = sample.daemon();
		successor.signal("KILL"); // the others have one that is waited for
		successor.awaitEnd();
	}

	@Test
	void aPidFileThatIsRemovedMeanwhileIsThereAgain() throws Exception {
		try (SteadyClient client = new SteadyClient(port)) {
			Started restart = heldRestart();
			Proc successor = successor();
			Files.delete(sample.pidFile());
			Files.delete(reached);
			Result result = restart.await();
			Proc left = (result.status() == 0) ? successor : this.daemon;
			await().atMost(WebSample.PATIENCE).until(() -> !WebSample.text(sample.pidFile()).isEmpty());
			assertIsTheOnlyOne(left);
			assertThat(status()).contains("is running: process " + left.pid());
		}
	}

	private static void configure(String fault, String... more) throws IOException {
		Files.writeString(sample.directory().resolve("application.yml"),
				"pandaemonium.socket.address: 127.0.0.1:" + port + "\npandaemonium.signal-map.USR2: restart\nfault: "
						+ fault + "\nfault.file: " + reached + "\n" + String.join("\n", more) + "\n");
	}

	private static Launch verb(String verb) {
		return sample.quick(QuickJar.with(probes)).and(verb);
	}

	/** A restart whose new process waits until {@code reached} is deleted. */
	private static Started heldRestart() throws IOException {
		configure("hold");
		Started restart = verb("restart").start();
		await().atMost(WebSample.PATIENCE).until(() -> !WebSample.text(reached).isEmpty() || !restart.isAlive());
		assertThat(reached).as(() -> restart.await().toString()).exists();
		configure("none");
		return restart;
	}

	private static Proc successor() {
		return new Proc(Long.parseLong(WebSample.text(reached)));
	}

	private static String status() {
		Result result = verb("status").run();
		assertThat(result.status()).as("%s", result).isZero();
		return result.out();
	}

	private static Path find(String name) throws IOException {
		Path pattern = QuickJar.FILE.resolveSibling(name);
		try (var files = Files.newDirectoryStream(pattern.getParent(), pattern.getFileName().toString())) {
			return files.iterator().next();
		}
	}

	private void assertUndisturbed() {
		assertThat(this.daemon.isAlive()).isTrue();
		assertIsTheOnlyOne(this.daemon);
	}

	private static void assertHasTheArgumentsAndEachOptionOnce(Proc successor) {
		assertThat(successor.cmdline()).endsWith(WebSample.MAIN, SOURCE)
			.containsOnlyOnce("--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
					"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
	}

	/** Processes that have done their work may need a moment to be gone. */
	private static void assertIsTheOnlyOne(Proc daemon) {
		await().atMost(WebSample.PATIENCE)
			.untilAsserted(() -> assertThat(launches.processes()).containsExactly(daemon));
		assertThat(sample.daemon()).isEqualTo(daemon);
		assertThat(daemon.holdsLock(sample.pidFile())).isTrue();
		assertThat(SteadyClient.get(port)).endsWith("Hello");
		assertThat(sample.json("/", port)).containsEntry("pid", Math.toIntExact(daemon.pid()));
	}

}
