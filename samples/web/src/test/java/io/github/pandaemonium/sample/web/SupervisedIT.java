package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.github.pandaemonium.posix.NotifyReceiver;
import io.github.pandaemonium.posix.NotifyReceiver.Datagram;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application under a supervisor that takes notifications: a socket of the test, or
 * start-stop-daemon(8).
 */
class SupervisedIT {

	private static final Path START_STOP_DAEMON = Path.of("/sbin/start-stop-daemon");

	@RegisterExtension
	private final Launches launches = new Launches();

	private WebSample sample;

	@BeforeEach
	void copy() {
		this.sample = WebSample.ordinary(this.launches);
	}

	@Test
	void supervisorIsToldOfTheWholeLife() throws IOException {
		Path conf = Files.createDirectory(this.sample.directory().resolve("conf")).resolve("application.yml");
		Files.writeString(conf, "sample.greeting: Hello\n");
		try (NotifyReceiver receiver = NotifyReceiver.on(this.sample.directory().resolve("notify"))) {
			Started application = supervised(
					probed("--spring.config.additional-location=./conf/", "--pandaemonium.watchdog.grace=20s"),
					receiver)
				.with("WATCHDOG_USEC", "2000000")
				.start();
			Datagram ready = receiver.await("READY=1");
			assertThat(this.sample.get("/greeting")).isEqualTo("Hello");
			assertThat(ready.value("STATUS")).startsWith("ready since 2").endsWith("log in " + this.sample.logFile());
			assertThat(ready.value("WATCHDOG_USEC")).isEqualTo("22000000");
			assertStart(receiver.texts());
			assertThat(this.sample.pid()).as("it has replaced itself and kept its pid").isEqualTo(application.pid());
			assertThat(this.sample.get("/environments")).contains("native:", "touched:", "TOUCHED=yes", "PATH=")
				.doesNotContain("NOTIFY_SOCKET", "WATCHDOG_");

			receiver.clear();
			Files.writeString(conf, "sample.greeting: Good morning\n");
			assertReload(receiver, application, " succeeded");
			Files.writeString(conf, "sample.greeting: x: y\n");
			assertReload(receiver, application, " failed: ");
			assertThat(this.sample.get("/greeting")).isEqualTo("Good morning");

			this.sample.get("/state/refusing");
			receiver.await("STATUS=refuses traffic since ");
			this.sample.get("/state/accepting");
			receiver.await("STATUS=ready since ");
			receiver.await("WATCHDOG=1");
			this.sample.get("/state/broken");
			receiver.await("STATUS=no sign of life, since the liveness state is BROKEN; ready since ");
			receiver.await("WATCHDOG=trigger");
			this.sample.get("/state/correct");

			receiver.clear();
			application.signal("TERM");
			assertThat(application.await().status()).isZero();
			receiver.await("STOPPING=1");
			assertThat(receiver.count("READY=1") + receiver.count("ERRNO")).isZero();
		}
		assertThat(this.sample.log()).doesNotContain("NOTIFY_SOCKET");
	}

	@Test
	void abstractNameIsReachedAndInheritedAndAWatchdogForAnotherProcessIsLeftAlone() {
		try (NotifyReceiver receiver = NotifyReceiver.abstractly(UUID.randomUUID().toString())) {
			Started application = supervised(probed("--pandaemonium.inherit-notify-socket=true",
					"--pandaemonium.working-directory=" + directory()), receiver)
				.with("WATCHDOG_USEC", "200000")
				.with("WATCHDOG_PID", "1")
				.start();
			receiver.await("READY=1");
			assertThat(this.sample.get("/environments")).containsSubsequence("native:",
					"NOTIFY_SOCKET=" + receiver.variable() + "\n", "touched:",
					"NOTIFY_SOCKET=" + receiver.variable() + "\n");
			application.signal("TERM");
			assertThat(application.await().status()).isZero();
			receiver.await("STOPPING=1");
			assertThat(receiver.count("WATCHDOG")).isZero();
		}
	}

	@Test
	void failedStartIsToldWithItsReasonAndNumber() throws IOException {
		try (NotifyReceiver receiver = NotifyReceiver.on(this.sample.directory().resolve("notify"));
				ServerSocket taken = new ServerSocket(0)) {
			Result port = supervised(this.sample.quickJar("--server.port=" + taken.getLocalPort(),
					"--pandaemonium.working-directory=" + directory()), receiver)
				.with("SERVER_PORT", Integer.toString(taken.getLocalPort()))
				.run();
			assertThat(port.status()).isEqualTo(1);
			Datagram failed = receiver.await("ERRNO=");
			assertThat(failed.value("ERRNO")).isEqualTo("98");
			assertThat(failed.value("STATUS")).startsWith("failed: Web server failed to start. Port "
					+ taken.getLocalPort() + " was already in use. Identify and stop the process");
			assertThat(receiver.count("READY=1") + receiver.count("STOPPING=1")).isZero();

			receiver.clear();
			Result umask = supervised(this.sample.quickJar("--pandaemonium.umask=9"), receiver).run();
			assertThat(umask.status()).isEqualTo(1);
			receiver.await("ERRNO=22");
			assertThat(receiver.texts()).singleElement()
				.asString()
				.startsWith("STATUS=failed: pandaemonium.umask=9: it is not an octal number");

			receiver.clear();
			Files.writeString(this.sample.directory().resolve("application.yml"), "a: b: c\n");
			assertThat(supervised(this.sample.quickJar(), receiver).run().status()).isEqualTo(1);
			receiver.await("ERRNO=");
			assertThat(receiver.texts()).singleElement().asString().startsWith("STATUS=failed: ");
		}
	}

	@Test
	@Tag("any-java")
	void socketThatIsGoneDoesNoHarmAndADescriptorGetsANewline() {
		Path line = this.sample.directory().resolve("line");
		Started application = this.sample
			.quickJar("--pandaemonium.notification-fd=3", "--pandaemonium.working-directory=/")
			.with("NOTIFY_SOCKET", directory() + "/gone")
			.through("exec \"$@\" 3>" + line)
			.start();
		await().atMost(WebSample.PATIENCE).until(() -> WebSample.text(line).equals("\n"));
		assertThat(this.sample.get("/greeting")).isNotEmpty();
		assertThat(application.proc().pid()).isEqualTo(this.sample.pid());
		assertThat(Path.of("/proc", Long.toString(application.pid()), "fd", "3"))
			.satisfies((fd) -> assertThat(Files.isSymbolicLink(fd) ? Files.readSymbolicLink(fd).toString() : "")
				.isNotEqualTo(line.toString()));
		assertThat(this.sample.log().split("The supervisor is not told, since NOTIFY_SOCKET '", -1)).hasSize(2);
		application.signal("TERM");
		assertThat(application.await().status()).isZero();
	}

	@Test
	@Tag("any-java")
	void descriptorThatIsNotThereIsRefused() {
		Result result = this.sample.quickJar("--pandaemonium.notification-fd=99").with("NOTIFY_SOCKET", "/gone").run();
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err())
			.startsWith("sample-web: pandaemonium.notification-fd=99: the caller has left no such descriptor open\n");
		assertThat(this.launches.processes()).isEmpty();
	}

	@Test
	@Tag("any-java")
	void startStopDaemonWaitsForReadinessAndForFailure() throws IOException {
		Assumptions.assumeTrue(Files.isExecutable(START_STOP_DAEMON), "there is no start-stop-daemon");
		Result ready = startStopDaemon().run();
		assertThat(ready.status()).as("%s", ready).isZero();
		assertThat(this.sample.get("/greeting")).isNotEmpty();
		this.sample.stop();
		long start = System.nanoTime();
		Result failed = startStopDaemon("--server.port=99999").with("SERVER_PORT", "99999").run();
		assertThat(failed.status()).as("%s", failed).isNotZero();
		assertThat(failed.err()).contains("program failed to initialize (Operation canceled)");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
	}

	private Launch startStopDaemon(String... arguments) {
		Launch jar = this.sample.quickJar(arguments).and("--pandaemonium.working-directory=" + directory());
		return jar
			.through(START_STOP_DAEMON + " --start --background --notify-await --notify-timeout 90 --chdir . --pidfile "
					+ this.sample.pidFile() + " --startas /usr/bin/env -- \"$@\"");
	}

	private static void assertStart(List<String> texts) {
		String all = String.join("\n", texts);
		int stages = all.indexOf("STATUS=starting: ");
		int beans = all.indexOf("STATUS=starting: bean '");
		int ready = all.indexOf("READY=1");
		assertThat(List.of(stages, beans, ready)).as(all).isSorted().doesNotContain(-1);
		assertThat(all.substring(beans)).containsPattern("\\(\\d+ of \\d+\\)");
		assertThat(texts.stream().filter((text) -> text.contains("STATUS=starting"))).isNotEmpty()
			.allMatch((text) -> text.contains("\nEXTEND_TIMEOUT_USEC=120000000"));
	}

	private static void assertReload(NotifyReceiver receiver, Started application, String result) {
		receiver.clear();
		application.signal("HUP");
		Datagram done = receiver.await("READY=1");
		assertThat(done.value("STATUS")).contains("; reload at 2", result);
		Datagram begun = receiver.await("RELOADING=1");
		assertThat(Long.parseLong(begun.value("MONOTONIC_USEC")))
			.isBetween(begun.time().minusSeconds(30).toNanos() / 1000, begun.time().toNanos() / 1000);
		assertThat(receiver.texts().stream().filter((text) -> !text.startsWith("WATCHDOG")).toList()).element(0)
			.asString()
			.startsWith("RELOADING=1\nMONOTONIC_USEC=");
	}

	private Launch probed(String... arguments) {
		Launch launch = this.sample.probed(arguments);
		return launch.and("--spring.main.sources=io.github.pandaemonium.sample.probe.ProbeConfiguration,"
				+ "io.github.pandaemonium.sample.probe.SupervisedProbe");
	}

	private static Launch supervised(Launch launch, NotifyReceiver receiver) {
		return launch.with("NOTIFY_SOCKET", receiver.variable());
	}

	private Path directory() {
		return this.sample.directory();
	}

}
