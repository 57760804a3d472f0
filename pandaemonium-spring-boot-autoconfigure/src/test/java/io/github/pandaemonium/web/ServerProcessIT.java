package io.github.pandaemonium.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.pandaemonium.posix.NotifyReceiver;
import io.github.pandaemonium.posix.NotifyReceiver.Datagram;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Started;
import io.github.pandaemonium.test.TestSocket;
import io.github.pandaemonium.web.ServerSocketTests.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each web server in a process of its own, whose sockets and supervisor are those of the
 * test.
 */
class ServerProcessIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/** Half of it is what a machine may stand still between two signs. */
	private static final Duration PERIOD = Duration.ofSeconds(4);

	@RegisterExtension
	final Launches launches = new Launches();

	private final TestSocket socket = new TestSocket();

	private final TestSocket management = new TestSocket();

	@AfterEach
	void close() {
		this.socket.close();
		this.management.close();
	}

	@ParameterizedTest
	@EnumSource
	void servesOnTheSocketsThatItIsPassed(Server server) throws IOException {
		try (Socket early = connect(this.socket); Socket earlyAdmin = connect(this.management)) {
			Started program = program(server)
				.passing("web:management", this.socket.descriptor(), this.management.descriptor())
				.start();
			assertThat(answer(early)).as("%s", program).startsWith("HTTP/1.1 200").endsWith("served");
			assertThat(answer(earlyAdmin)).startsWith("HTTP/1.1 404");
			await().atMost(PATIENCE).until(() -> program.out().contains("Started "));
			program.signal("TERM");
			assertThat(program.await().status()).isZero();
			assertThat(program.out()).contains(" " + this.socket.port(), " " + this.management.port());
		}
		connect(this.socket).close(); // still listens
		connect(this.management).close();
	}

	@Test
	@Tag("any-java")
	void watchdogBearsAHealthGroupThatIsSlowAndNotOneThatIsDown() throws IOException {
		Path down = this.launches.directory().resolve("down");
		try (NotifyReceiver receiver = NotifyReceiver.on(this.launches.directory().resolve("notify"))) {
			Started program = program(Server.TOMCAT)
				.and("--server.port=0", "--spring.main.sources=" + ServerProgram.HealthConfiguration.class.getName(),
						"--pandaemonium.watchdog.health-group=vital",
						"--management.endpoint.health.group.vital.include=slow",
						"--slow.time=" + PERIOD.toMillis() * 3 / 4 + "ms", "--slow.file=" + down)
				.with("NOTIFY_SOCKET", receiver.variable())
				.with("WATCHDOG_USEC", Long.toString(PERIOD.toNanos() / 1000))
				.start();
			receiver.await("READY=1");
			await().atMost(PATIENCE)
				.untilAsserted(
						() -> assertThat(receiver.count("WATCHDOG=1")).as(receiver.texts()::toString).isGreaterThan(5));
			List<Datagram> signs = receiver.datagrams()
				.stream()
				.filter((datagram) -> datagram.has("WATCHDOG=1"))
				.toList();
			for (int i = 1; i < signs.size(); i++) {
				assertThat(signs.get(i).time().minus(signs.get(i - 1).time())).isLessThan(PERIOD);
			}
			Files.createFile(down);
			receiver.await("STATUS=no sign of life, since the health group 'vital' is DOWN; ready since ");
			receiver.await("WATCHDOG=trigger");
			program.signal("TERM");
			assertThat(program.await().status()).isZero();
		}
	}

	/** By a command line that needs nothing to be changed. */
	private Launch program(Server server) {
		return this.launches.java("-XX:TieredStopAtLevel=1", "-Dserver=" + server,
				"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				ServerProgram.class.getName(), "--pandaemonium.detach=never",
				"--pandaemonium.working-directory=" + Path.of("").toAbsolutePath());
	}

	private static Socket connect(TestSocket socket) throws IOException {
		Socket client = new Socket(InetAddress.getByName("127.0.0.1"), socket.port());
		client.setSoTimeout(60_000);
		return client;
	}

	private static String answer(Socket client) throws IOException {
		client.getOutputStream()
			.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII));
		return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
