package io.github.pandaemonium.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.NotifyReceiver;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message to the supervisor costs, and what a step of the start costs the thread
 * that takes it.
 */
@State(Scope.Benchmark)
@BenchmarkMode({ Mode.AverageTime, Mode.SampleTime })
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NotifyBenchmark {

	private Path directory;

	private NotifyReceiver receiver;

	private NotifySocket socket;

	private Notifier notifier;

	@Setup
	public void open() throws IOException {
		this.directory = Files.createTempDirectory("notify-benchmark");
		this.receiver = NotifyReceiver.deaf(this.directory.resolve("notify"));
		this.socket = NotifySocket.of(NativeAccess.posix(),
				new String(this.receiver.variable().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
				(complaint) -> {
					throw new IllegalStateException(complaint);
				});
		this.notifier = new Notifier(this.socket, () -> Duration.ZERO, Duration.ofMinutes(2), Duration.ofSeconds(45));
	}

	/**
	 * A datagram is made, sent, and read again, so that the queue never fills.
	 */
	@Benchmark
	public void message() {
		this.socket.send(Notification.empty()
			.status("starting: bean 'requestMappingHandlerMapping' (94 of 472)")
			.extendTimeout(Duration.ofMinutes(2)), true);
		this.receiver.drain();
	}

	@Benchmark
	public void step() {
		this.notifier.progress("bean 'requestMappingHandlerMapping' (94 of 472)");
	}

	@TearDown
	public void close() throws IOException {
		this.receiver.close();
		Files.delete(this.directory.resolve("notify"));
		Files.delete(this.directory);
	}

}
