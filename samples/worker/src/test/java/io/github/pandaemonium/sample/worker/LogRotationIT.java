package io.github.pandaemonium.sample.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.LogRotation;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.SampleJar;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The rotation of the redirected streams, and of Log4j2's file, by logrotate.
 */
@Tag("any-java")
class LogRotationIT {

	private static final int ROTATIONS = 5;

	@RegisterExtension
	final Launches launches = new Launches();

	private final String user = Users.ordinary();

	private Path directory;

	/** What the jar has been extracted to. */
	private Path application;

	@BeforeEach
	void extract() {
		this.directory = this.launches.directory(this.user);
		this.application = this.launches.directory();
		Path jar = SampleJar.copy("worker", this.launches.directory());
		Result result = this.launches
			.java("-Djarmode=tools", "-jar", jar.toString(), "extract", "--force", "--destination",
					this.application.toString())
			.run();
		assertThat(result.status()).as("%s", result).isZero();
	}

	@Test
	void noLineOfTheStreamsIsLost() throws IOException {
		LogRotation.assumeLogrotate();
		start(worker(List.of()).and("--numbered.streams=true", "--pandaemonium.stderr=sample-worker.err"));
		rotate("sample-worker.out", "sample-worker.err");
	}

	@Test
	void noLineOfLog4j2IsLost() throws IOException {
		LogRotation.assumeLogrotate();
		Path libraries = this.application.resolve("lib");
		try (Stream<Path> files = Files.list(libraries)) {
			for (Path file : files.filter(LogRotationIT::isLogback).toList()) {
				Files.delete(file);
			}
		}
		List<String> log4j2 = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((jar) -> jar.matches(".*/log4j-(core|slf4j2-impl|jul)-[^/]*\\.jar"))
			.map(this::copy)
			.toList();
		assertThat(log4j2).hasSize(3);
		start(worker(log4j2).and("--logging.file.name=sample-worker.log"));
		assertThat(daemon().files().values()).noneMatch((file) -> file.contains("logback"))
			.anyMatch((file) -> file.contains("log4j-core"));
		rotate("sample-worker.log");
	}

	@Test
	void threadDumpGoesToTheFileOfStandardError() throws IOException {
		start(worker(List.of()).and("--pandaemonium.stderr=sample-worker.err",
				"--pandaemonium.signal-map.WINCH=thread-dump"));
		Path file = this.directory.resolve("sample-worker.err");
		daemon().signal("WINCH");
		await().until(() -> Files.readString(file).contains("JNI global refs"));
		assertThat(file).content().contains("Full thread dump", "\"pandaemonium-signals\"", "NumberedLines");
		assertThat(this.directory.resolve("sample-worker.out")).content().doesNotContain("Full thread dump");
	}

	private void rotate(String... names) throws IOException {
		LogRotation rotation = new LogRotation(this.launches, pidFile(), this.user,
				Stream.of(names).map(this.directory::resolve).toArray(Path[]::new));
		for (int number = 0; number < ROTATIONS; number++) {
			rotation.rotate("rw-r-----");
		}
		rotation.assertThatNoLineIsLost();
	}

	private Proc daemon() throws IOException {
		return new Proc(Long.parseLong(Files.readAllLines(pidFile()).get(0)));
	}

	private Path pidFile() {
		return this.directory.resolve("sample-worker.pid");
	}

	private Launch worker(List<String> libraries) throws IOException {
		List<String> classPath = new ArrayList<>(libraries);
		classPath.add(this.application.resolve("sample-worker.jar").toString());
		classPath.add(LogRotation.beans(this.launches.directory()).toString());
		return this.launches
			.java("-cp", String.join(File.pathSeparator, classPath), WorkerApplication.class.getName(),
					"--spring.main.sources=" + LogRotation.BEAN, "--pandaemonium.detach=always",
					"--pandaemonium.signal-map.USR1=reopen-logs", "--pandaemonium.user=" + this.user)
			.in(this.directory);
	}

	private static void start(Launch launch) {
		Result result = launch.run();
		assertThat(result.status()).as("%s", result).isZero();
	}

	private String copy(String jar) {
		try {
			Path copy = this.application.resolve(Path.of(jar).getFileName());
			Files.copy(Path.of(jar), copy);
			return copy.toString();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Whether it is Logback, or leads to it.
	 */
	private static boolean isLogback(Path jar) {
		return jar.getFileName().toString().matches("(logback|log4j-to-slf4j|jul-to-slf4j)-.*");
	}

}
