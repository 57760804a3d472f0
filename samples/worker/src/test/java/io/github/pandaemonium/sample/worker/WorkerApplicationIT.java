package io.github.pandaemonium.sample.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.SampleJar;
import io.github.pandaemonium.test.Started;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample as a daemon, on real processes.
 */
class WorkerApplicationIT {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@RegisterExtension
	static Launches shared = new Launches();

	private static Path jar;

	@RegisterExtension
	Launches launches = new Launches();

	private final String user = Users.ordinary();

	private Path directory;

	private Path pidFile;

	private Path out;

	private Path spool;

	@BeforeAll
	static void copyJar() {
		jar = SampleJar.copy("worker", shared.directory());
	}

	@BeforeEach
	void makeDirectory() {
		this.directory = this.launches.directory(this.user);
		this.pidFile = this.directory.resolve("sample-worker.pid");
		this.out = this.directory.resolve("sample-worker.out");
		this.spool = this.directory.resolve("sample-worker.spool");
	}

	@Test
	void worksInItsDirectoryAndHearsItsSignals() throws IOException {
		Result result = worker("--pandaemonium.user=" + this.user).run();
		assertThat(result.out())
			.matches("sample-worker is ready: process \\d+, [0-9.]+ s, log in \\Q" + this.out + "\\E\n");
		assertThat(result.err()).isEmpty();
		assertThat(result.status()).isZero();

		Proc daemon = daemon();
		assertThat(daemon.numbers("Uid")).containsOnly(Users.id(this.user));
		assertThat(daemon.directory()).isEqualTo(this.directory);
		assertThat(daemon.files()).containsEntry(1, this.out.toString()).containsEntry(2, "/dev/null");
		assertThat(Files.getOwner(this.spool).getName()).isEqualTo(this.user);
		assertThat(permissions(this.spool)).isEqualTo("rwxr-x---");
		assertThat(Files.getOwner(this.out).getName()).isEqualTo(this.user);
		assertThat(permissions(this.out)).isEqualTo("rw-r-----");

		awaitText("Jobs: 0\nJobs: 0\n");
		Files.createFile(this.spool.resolve("job"));
		awaitText("Jobs: 1\n");
		daemon.signal("USR1");
		awaitText("Paused\n");
		daemon.signal("HUP");
		awaitText("Rescanned on HUP: 1\n");
		daemon.signal("USR1");
		awaitText("Resumed\n");

		Result second = worker("--pandaemonium.user=" + this.user).run();
		assertThat(second.err()).contains("process " + daemon.pid() + " holds '" + this.pidFile + "'");
		assertThat(second.status()).isEqualTo(1);

		daemon.signal("TERM");
		daemon.awaitEnd();
		assertThat(this.pidFile).doesNotExist();
	}

	@Test
	void relativeStdoutMeansLaunchDirectoryWhereverTheDaemonIs() throws IOException {
		assertThat(worker("--pandaemonium.working-directory=/", "--worker.spool=" + this.spool).as(this.user).run())
			.matches((result) -> result.status() == 0);
		assertThat(daemon().directory()).isEqualTo(Path.of("/"));
		awaitText("Jobs: 0\n");
		assertThat(Files.getOwner(this.spool).getName()).isEqualTo(this.user);
	}

	@Test
	void unknownBeanMethodStopsStart() {
		for (String action : new String[] { "worker.dance", "nobody.toggle" }) {
			Result result = worker("--pandaemonium.signal-map.USR1=" + action).as(this.user).run();
			assertThat(result.err()).startsWith("sample-worker: pandaemonium.signal-map.USR1=" + action + ": ")
				.contains(action.startsWith("worker") ? "has no public method 'dance'"
						: "there is no bean named 'nobody'")
				.doesNotContain("\tat ");
			assertThat(result.out()).isEmpty();
			assertThat(result.status()).isEqualTo(1);
			assertThat(this.launches.processes()).isEmpty();
			assertThat(this.pidFile).doesNotExist();
		}
	}

	@Test
	void stepThatFailsStopsStart() throws IOException {
		Files.writeString(this.spool, "in the way");
		Result result = worker().as(this.user).run();
		assertThat(result.err()).startsWith("sample-worker: ")
			.contains("Unable to run the step after PID_FILE: ", this.spool.toString())
			.doesNotContain("\tat ");
		assertThat(result.status()).isEqualTo(1);
		assertThat(this.launches.processes()).isEmpty();
		assertThat(this.pidFile).doesNotExist();
	}

	@Test
	void foregroundWorksInTheTerminal() {
		Started program = worker("--foreground").as(this.user).start();
		await().atMost(PATIENCE).until(() -> program.out().contains("Jobs: 0\n"));
		assertThat(daemon()).isEqualTo(program.proc());
		assertThat(this.out).doesNotExist();
		program.signal("TERM");
		assertThat(program.await().status()).isZero();
		assertThat(this.pidFile).doesNotExist();
	}

	private Launch worker(String... arguments) {
		return this.launches.java("-jar", jar.toString(), "--pandaemonium.detach=always", "--worker.interval=100ms")
			.and(arguments)
			.in(this.directory);
	}

	private Proc daemon() {
		return new Proc(Long.parseLong(text(this.pidFile).lines().findFirst().orElseThrow()));
	}

	private void awaitText(String text) {
		await().atMost(PATIENCE).until(() -> text(this.out).contains(text));
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String permissions(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

}
