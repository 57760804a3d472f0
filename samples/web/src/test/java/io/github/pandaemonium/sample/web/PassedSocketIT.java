package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import io.github.pandaemonium.test.TestSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sockets that are passed as systemd does it, to the application on Tomcat.
 */
class PassedSocketIT {

	@RegisterExtension
	final Launches launches = new Launches();

	private final AtomicInteger answered = new AtomicInteger();

	private final TestSocket socket = new TestSocket();

	private final WebSample sample = WebSample.ordinary(this.launches);

	@AfterEach
	void close() {
		this.socket.close();
	}

	@Test
	void connectionsOfBeforeTheStartAreServedAndNoneIsLostByRestartsUnderLoad() throws Exception {
		AtomicBoolean end = new AtomicBoolean();
		ExecutorService clients = Executors.newFixedThreadPool(2);
		List<Future<?>> results = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			results.add(clients.submit(() -> {
				load(end);
				return null;
			}));
		}
		try {
			for (int start = 1; start <= 2; start++) {
				// an address that agrees is nothing to open
				Started application = launch("web", this.socket.descriptor())
					.and("--pandaemonium.socket.address=127.0.0.1:" + this.socket.port())
					.start();
				int ready = start;
				await().atMost(WebSample.PATIENCE)
					.until(() -> !application.isAlive() || starts() == ready && get("/").contains("SUPERVISED"));
				assertThat(application.isAlive()).as("%s%s", application.out(), application.err()).isTrue();
				int answered = this.answered.get();
				await().atMost(WebSample.PATIENCE)
					.until(() -> this.answered.get() > answered + 100 || results.stream().anyMatch(Future::isDone));
				application.signal("TERM");
				Result result = application.await();
				assertThat(result.status()).as("%s", result).isZero();
			}
			end.set(true);
			// without the manifest's Add-Opens
			this.sample
				.java("-cp", this.sample.jarFile().toString(), "org.springframework.boot.loader.launch.JarLauncher")
				.passing("web", this.socket.descriptor())
				.start();
			for (Future<?> result : results) {
				result.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			end.set(true);
			clients.shutdown();
		}
		assertThat(this.sample.log()).contains("Tomcat started on port " + this.socket.port() + " (http)")
			.contains("Graceful shutdown complete")
			.doesNotContain(" ERROR ");
	}

	@Test
	void badInputIsToldAndNothingIsStarted() throws IOException {
		assertThat(failure(launch("web", this.socket.descriptor()).and("--server.port=81")))
			.contains("server.port=81 contradicts the socket 'web' (descriptor 3, 127.0.0.1:" + this.socket.port())
			.contains("Remove server.port");
		assertThat(failure(launch("web", this.socket.descriptor()).and("--spring.main.web-application-type=none")))
			.contains("there is no web server that could take it");
		assertThat(failure(launch("web", this.socket.descriptor()).and("--pandaemonium.socket.address=:1")))
			.contains("pandaemonium.socket.address=:1: the socket 'web' (descriptor 3, 127.0.0.1:" + this.socket.port())
			.contains("is elsewhere");
		assertThat(failure(launch("web:other", this.socket.descriptor(), this.socket.descriptor())))
			.contains("More sockets were given than are configured")
			.contains("pandaemonium.socket.name");
		assertThat(
				failure(this.sample.quickJar("--pandaemonium.detach=never", "--pandaemonium.socket.inherit=required")))
			.contains("pandaemonium.socket.inherit=required: no listening socket was given to this process");
	}

	private Launch launch(String names, int... sockets) {
		return this.sample.quickJar().passing(names, sockets);
	}

	private static String failure(Launch launch) {
		Result result = launch.run();
		assertThat(result.status()).as("%s", result).isEqualTo(1);
		assertThat(result.err()).doesNotContain("\tat ");
		return result.err();
	}

	private void load(AtomicBoolean end) throws IOException {
		while (!end.get()) {
			assertThat(get("/greeting")).startsWith("HTTP/1.1 200").endsWith("Hello");
			this.answered.incrementAndGet();
		}
	}

	private long starts() {
		return this.sample.log().lines().filter((line) -> line.contains("Started WebApplication")).count();
	}

	private String get(String path) throws IOException {
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), this.socket.port())) {
			client.setSoTimeout(60_000);
			client.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
