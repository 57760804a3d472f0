package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Orphans;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The verbs, while it starts or ends and where it won't. All have the same pid file, so
 * that each shows that the one before left nothing behind.
 */
@Tag("any-java")
class BadVerbsIT {

	private static final String FAULT = "--spring.main.sources=io.github.pandaemonium.sample.probe.Fault";

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	@BeforeAll
	static void prepare() {
		sample = WebSample.ordinary(launches);
	}

	@AfterEach
	void leavesNothing() throws IOException {
		await().atMost(WebSample.PATIENCE).untilAsserted(() -> assertThat(launches.processes()).isEmpty());
		assertThat(sample.pidFile()).doesNotExist();
		assertThat(socket()).doesNotExist();
		Files.deleteIfExists(sample.logFile());
	}

	@Test
	void restartKeepsArgumentsAndOptionsUntilThereAreOthersAndABusyPortIsToldOf() throws IOException {
		Path stderr = sample.directory().resolve("err.log");
		assertSucceeds(sample.quick("-Xmx90m", "-jar", QuickJar.FILE.toString())
			.and("start", "--some=thing with spaces", "positional", "--pandaemonium.stderr=" + stderr));
		Proc first = sample.daemon();
		assertThat(first.cmdline()).contains("-Xmx90m");
		// becomes a try-restart, as nothing reloads it
		assertSucceeds(withoutOptions("force-reload").with("PANDAEMONIUM_SIGNALMAP_HUP", "ignore"));
		Proc second = sample.daemon();
		assertThat(second).isNotEqualTo(first);
		assertThat(first.isAlive()).isFalse();
		assertThat(second.cmdline()).contains("-Xmx90m")
			.endsWith(QuickJar.FILE.toString(), "--some=thing with spaces", "positional",
					"--pandaemonium.stderr=" + stderr);
		second.signal("STOP");
		Result stopped = verb("status").run();
		assertThat(stopped.status()).isZero();
		assertThat(stopped.out()).contains("is running", "a signal such as STOP has stopped it");
		try (ServerSocket busy = new ServerSocket(0)) {
			Result result = sample.quick("-Xmx91m", "-jar", QuickJar.FILE.toString())
				.and("restart", "--server.port=" + busy.getLocalPort())
				.run();
			assertThat(result.status()).as("%s", result).isEqualTo(1);
			assertThat(result.out())
				.startsWith("sample-web stops, then starts: the new process has no listening socket of its own\n"
						+ "sample-web has been stopped: process " + second.pid());
			assertThat(result.err()).contains(Integer.toString(busy.getLocalPort())).doesNotContain("\tat ");
		}
		assertThat(second.isAlive()).isFalse();
	}

	@Test
	void stopOfAProcessThatIgnoresTermIsAThreadDumpAndKill() {
		Path stderr = sample.directory().resolve("dump.log");
		try (Orphans orphans = Orphans.adopt()) {
			assertSucceeds(verb("start", "--pandaemonium.signal-map.TERM=ignore", "--pandaemonium.stderr=" + stderr,
					"--sample.greeting=x"));
			Proc daemon = sample.daemon();
			Result result = verb("stop", "--pandaemonium.stop-schedule=TERM/500ms/KILL/5s").run();
			assertThat(result.status()).as("%s", result).isZero();
			assertThat(result.out())
				.startsWith("sample-web did not end by itself and was killed: process " + daemon.pid() + ", ");
			assertThat(WebSample.text(stderr)).contains("Full thread dump", "\tat ");
			// nobody has waited for it yet, so that it is a zombie
			assertThat(daemon.status("State")).startsWith("Z");
			assertThat(verb("status").run().status()).isEqualTo(3);
			assertThat(verb("stop").run().status()).isZero();
			orphans.await(daemon);
		}
	}

	@Test
	void whileItStarts() throws IOException {
		Path reached = sample.directory().resolve("reached");
		Started start = probed("start", FAULT, "--fault=sleep", "--fault.file=" + reached).start();
		awaitFile(reached, start);
		Result status = verb("status").run();
		assertThat(status.status()).as("%s", status).isZero();
		assertThat(status.out()).startsWith("sample-web is starting: process " + WebSample.text(reached) + ", ")
			.containsIgnoringCase(", at: ")
			.containsIgnoringCase("fault");
		Result reload = verb("reload").run();
		assertThat(reload.status()).as("%s", reload).isEqualTo(1);
		assertThat(reload.err()).startsWith("sample-web: it keeps its configuration: ").contains("starting");
		assertThat(verb("start").run()).satisfies((result) -> {
			assertThat(result.status()).isZero();
			assertThat(result.out()).startsWith("sample-web is already starting: process ");
		});
		List<Started> stops = List.of(verb("stop").start(), verb("stop").start());
		stops.forEach((stop) -> assertThat(stop.await()).extracting(Result::status).isEqualTo(0));
		Result ended = start.await();
		assertThat(ended.status()).as("%s", ended).isEqualTo(1);
		assertThat(ended.err()).startsWith("sample-web: ").doesNotContain("\tat ");
		Files.delete(reached);
	}

	/** Before the number of the daemon stands in the pid file, and after that. */
	@ParameterizedTest
	@CsvSource({ "DETACH", "PID_FILE" })
	void stopWhileAStartIsAt(Stage stage) throws IOException {
		Path reached = sample.directory().resolve("reached");
		Path probes = sample
			.probes("io.github.pandaemonium.context.DaemonStep=io.github.pandaemonium.sample.probe.BlockingStep\n");
		Started start = sample
			.java("-Dprobe.stage=" + stage, "-Dprobe.reached=" + reached, "-Dloader.path=" + probes, "-cp",
					sample.jarFile().toString(), "org.springframework.boot.loader.launch.PropertiesLauncher", "start")
			.start();
		awaitFile(reached, start);
		Result status = verb("status").run();
		assertThat(status.status()).as("%s", status).isZero();
		Result reload = verb("reload").run();
		assertThat(reload.status()).as("%s", reload).isIn(0, 1);
		assertThat(start.isAlive()).isTrue();
		Result stop = verb("stop").run();
		assertThat(stop.status()).as("%s", stop).isZero();
		assertThat(stop.out()).contains("process ");
		Result ended = start.await();
		assertThat(ended.status()).as("%s", ended).isNotZero();
		assertThat(ended.out()).isEmpty();
		Files.delete(reached);
	}

	@Test
	void whileItStops() throws Exception {
		Path hold = Files.createFile(sample.directory().resolve("hold"));
		assertThat(sample.probed().run().status()).isZero();
		Proc daemon = sample.daemon();
		CompletableFuture<HttpResponse<String>> request = sample.send("/slow", WebSample.port(sample.log()));
		await().atMost(WebSample.PATIENCE).until(() -> Files.exists(sample.directory().resolve("held")));
		List<Started> stops = new ArrayList<>();
		stops.add(verb("stop").start());
		await().atMost(WebSample.PATIENCE).until(() -> sample.log().contains("Commencing graceful shutdown"));
		assertThat(verb("status").run()).satisfies((result) -> {
			assertThat(result.status()).isZero();
			assertThat(result.out()).startsWith("sample-web is stopping: process " + daemon.pid());
		});
		assertThat(verb("reload").run()).satisfies((result) -> {
			assertThat(result.status()).isEqualTo(1);
			assertThat(result.err()).contains("stopping");
		});
		assertThat(verb("start").run().status()).isEqualTo(1);
		stops.add(verb("stop").start());
		await().atMost(WebSample.PATIENCE).until(() -> stops.get(1).proc().files().containsValue("anon_inode:[pidfd]"));
		assertThat(daemon.isAlive()).isTrue();
		Files.delete(hold);
		assertThat(request.get().body()).isEqualTo("finished");
		stops.forEach((stop) -> assertThat(stop.await()).satisfies((result) -> {
			assertThat(result.status()).as("%s", result).isZero();
			assertThat(result.out()).startsWith("sample-web has been stopped: process " + daemon.pid());
		}));
	}

	@Test
	void applicationThatEndsWithItsOwnStatus() {
		Result verb = probed("start", FAULT, "--fault=exit").run();
		assertThat(verb.status()).as("%s", verb).isEqualTo(1);
		assertThat(verb.err()).contains("ended with status 7");
		// a verb that is none, and a word that is none, are the application's
		Result off = probed("status", "--pandaemonium.verbs=false", FAULT, "--fault=exit").run();
		assertThat(off.status()).as("%s", off).isEqualTo(7);
		Result unknown = probed("condstop", FAULT, "--fault=exit").run();
		assertThat(unknown.status()).as("%s", unknown).isEqualTo(7);
	}

	private static Launch verb(String... arguments) {
		return sample.quickJar(arguments);
	}

	/** Options would take the place of those of the start. */
	private static Launch withoutOptions(String verb) {
		Launch launch = launches.java("-jar", QuickJar.FILE.toString(), verb)
			.as(sample.user())
			.in(sample.directory())
			.with("SERVER_PORT", "0");
		return Proc.self().cgroup().endsWith(".service") ? launch.with("PANDAEMONIUM_DETACH", "always") : launch;
	}

	private static Launch probed(String... arguments) {
		return sample.quick(QuickJar.with(sample.probes(""))).and(arguments);
	}

	private static Path socket() {
		return sample.pidFile().resolveSibling("sample-web.pid.sock");
	}

	private static void awaitFile(Path file, Started start) {
		await().atMost(WebSample.PATIENCE).until(() -> !WebSample.text(file).isEmpty() || !start.isAlive());
		assertThat(file).as(() -> start.await().toString()).exists();
	}

	private static void assertSucceeds(Launch launch) {
		Result result = launch.run();
		assertThat(result.status()).as("%s", result).isZero();
	}

}
