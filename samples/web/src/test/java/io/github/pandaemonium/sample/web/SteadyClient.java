package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks again and again, each time on a connection of its own, and wants every answer.
 */
final class SteadyClient implements AutoCloseable {

	private final CompletableFuture<Integer> answers = new CompletableFuture<>();

	private final int port;

	private volatile boolean end;

	SteadyClient(int port) {
		this.port = port;
		Thread thread = new Thread(this::run, "client");
		thread.setDaemon(true);
		thread.start();
	}

	static String get(int port) {
		try (Socket client = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
			client.setSoTimeout(Math.toIntExact(WebSample.PATIENCE.toMillis()));
			client.getOutputStream()
				.write("GET /greeting HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void run() {
		try {
			int count = 0;
			while (!this.end) {
				assertThat(get(this.port)).startsWith("HTTP/1.1 200").endsWith("Hello");
				count++;
				Thread.sleep(10);
			}
			this.answers.complete(count);
		}
		catch (Throwable ex) {
			this.answers.completeExceptionally(ex);
		}
	}

	@Override
	public void close() throws Exception {
		this.end = true;
		assertThat(this.answers.get(2, TimeUnit.MINUTES)).isPositive();
	}

}
