package io.github.pandaemonium.sample.plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.SampleJar;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The ways to write a daemon, on real processes.
 */
class PlainApplicationIT {

	@RegisterExtension
	static Launches shared = new Launches();

	@RegisterExtension
	Launches launches = new Launches();

	private static PlainPrograms programs;

	private Path directory;

	private Path pidFile;

	private Path out;

	@BeforeAll
	static void copyPrograms() {
		programs = new PlainPrograms(shared.directory());
	}

	@BeforeEach
	void makeDirectory() {
		this.directory = this.launches.directory();
		this.pidFile = this.directory.resolve("sample-plain.pid");
		this.out = this.directory.resolve("sample-plain.out");
	}

	@Test
	void startLeavesLauncherAsItWasAndTellsItWhatDaemonPrinted() throws IOException {
		Started launcher = programs.sample(this.launches, this.directory, "start")
			.through("umask 022; ulimit -S -c 0; ulimit -S -c $(ulimit -H -c); exec \"$@\" 8</etc/passwd")
			.start();
		await().until(() -> launcher.out().contains("Its error: "));
		Proc daemon = PlainPrograms.daemon(this.pidFile);
		assertThat(launcher.out()).isEqualTo("""
				Hello from process %1$d
				Started process %2$d
				Its output: Hello from process %2$d
				Its error:\s
				""".formatted(launcher.pid(), daemon.pid()));

		assertThat(daemon.parent()).isEqualTo(PlainPrograms.parentOfOrphans(this.launches, this.directory));
		assertThat(daemon.session()).isNotEqualTo(launcher.proc().session()).isNotEqualTo(daemon.pid());
		assertThat(daemon.terminal()).isZero();
		assertThat(daemon.directory()).isEqualTo(Path.of("/"));
		assertThat(daemon.status("Umask")).isEqualTo("0077");
		assertThat(daemon.limit("Max core file size")).isEqualTo("0");
		Map<Integer, String> files = daemon.files();
		assertThat(files).containsEntry(0, "/dev/null")
			.containsEntry(1, this.out.toString())
			.containsEntry(2, this.directory.resolve("sample-plain.err").toString());
		assertThat(files.values()).contains(this.pidFile.toString())
			.doesNotContain("/etc/passwd")
			.noneMatch((target) -> target.startsWith("pipe:"));
		assertPidFileOf(daemon);
		assertThat(PlainPrograms.awaitText(this.out, "Working at")).doesNotContain("Hello");

		assertThat(launcher.proc().session()).isEqualTo(Proc.self().session());
		assertThat(launcher.proc().directory()).isEqualTo(this.directory);
		assertThat(launcher.proc().status("Umask")).isEqualTo("0022");
		assertThat(launcher.proc().status("Uid")).isEqualTo(Proc.self().status("Uid"));
		assertThat(launcher.proc().status("Groups")).isEqualTo(Proc.self().status("Groups"));
		assertThat(launcher.proc().limit("Max core file size")).isEqualTo(hardCoreLimit(launcher.proc()));
		assertThat(launcher.proc().children()).isEmpty();
		assertThat(launcher.proc().files().values()).doesNotContain(this.pidFile.toString());

		daemon.signal("TERM");
		Result result = launcher.await();
		assertThat(result.out()).endsWith("Process " + daemon.pid() + " has ended\n");
		assertThat(result.err()).isEmpty();
		assertThat(result.status()).isZero();
		assertThat(this.pidFile).doesNotExist();
	}

	@Test
	void startedDaemonOutlivesLauncher() {
		Started launcher = programs.sample(this.launches, this.directory, "start").start();
		await().until(() -> launcher.out().contains("Its error: "));
		launcher.signal("TERM");
		assertThat(launcher.await().status()).isEqualTo(143);
		PlainPrograms.awaitText(this.out, "Working at");
		assertPidFileOf(PlainPrograms.daemon(this.pidFile));
	}

	@Test
	void reopenLogsOpensTheStreamsAgain() throws IOException {
		Started launcher = programs.sample(this.launches, this.directory, "start").start();
		await().until(() -> launcher.out().contains("Its error: "));
		PlainPrograms.awaitText(this.out, "Working at");
		Path old = Files.move(this.out, this.directory.resolve("sample-plain.out.1"));
		Proc daemon = PlainPrograms.daemon(this.pidFile);
		daemon.signal("USR1");
		await().until(() -> Files.exists(this.out));
		PlainPrograms.awaitText(this.out, "Working at");
		assertThat(daemon.files().values()).contains(this.out.toString()).doesNotContain(old.toString());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.out))).isEqualTo("rw-------");
	}

	@Test
	void stepsRunInDaemonBetweenItsStages() throws IOException {
		Result result = programs.sample(this.launches, this.directory, "steps").run();
		Path spool = this.directory.resolve("sample-plain.spool");
		assertThat(result).isEqualTo(new Result(0, "Spooling to " + spool + "\n", ""));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool))).isEqualTo("rwxr-x---");
		Proc daemon = PlainPrograms.daemon(this.pidFile);
		assertThat(daemon.directory()).isEqualTo(Path.of("/"));
		assertThat(daemon.status("Umask")).isEqualTo("0027");
		assertPidFileOf(daemon);

		Result second = programs.sample(this.launches, this.directory, "steps").run();
		assertThat(second.err())
			.isEqualTo("Unable to lock '%s': held by process %d\n".formatted(this.pidFile, daemon.pid()));
		assertThat(second.out()).isEmpty();
		assertThat(second.status()).isEqualTo(1);
		assertPidFileOf(daemon);
	}

	@Test
	void activateGoesOnInDaemonWithPidFileOfItsOwn() {
		Result result = programs.sample(this.launches, this.directory, "activate").run();
		assertThat(result).isEqualTo(new Result(0, "", ""));
		Proc daemon = PlainPrograms.daemon(this.pidFile);
		assertPidFileOf(daemon);
		assertThat(daemon.directory()).isEqualTo(Path.of("/"));
		for (String mode : List.of("activate", "--foreground")) {
			Result second = programs.sample(this.launches, this.directory, "activate", mode).run();
			assertThat(second.err())
				.isEqualTo("Unable to lock '%s': held by process %d\n".formatted(this.pidFile, daemon.pid()));
			assertThat(second.status()).isEqualTo(1);
		}
		daemon.signal("TERM");
		daemon.awaitEnd();
		assertThat(this.pidFile).doesNotExist();
	}

	@Test
	void foregroundSealsPidFileAndStays() {
		Started program = programs.sample(this.launches, this.directory, "activate", "--foreground").start();
		await().until(() -> program.out().contains("Working at"));
		assertPidFileOf(program.proc());
		assertThat(program.proc().directory()).isEqualTo(this.directory);
		program.signal("TERM");
		assertThat(program.await().status()).isEqualTo(143);
		assertThat(this.pidFile).doesNotExist();
	}

	@Test
	void reportOfSubclassPrintsItsStagesAndQuits() {
		Path json = this.directory.resolve("sample-plain.json");
		Result result = programs.sample(this.launches, this.directory, "report").run();
		assertThat(result).isEqualTo(new Result(0, "Process written to " + json + "\n", ""));
		assertThat(this.pidFile).doesNotExist();
		Proc daemon = new Proc(Long.parseLong(PlainPrograms.text(json).replaceAll("\\D", "")));
		assertThat(PlainPrograms.awaitText(this.out, "Working at"))
			.startsWith("Order: plan\nOrder: build\nOrder: rest\nWorking at");
		for (String signal : List.of("USR1", "HUP", "TERM")) {
			daemon.signal(signal);
			PlainPrograms.awaitText(this.out, "Received " + signal + " ");
		}
		daemon.awaitEnd();
		assertThat(PlainPrograms.text(this.out)).contains("Called by USR1\nReceived USR1 for listener\n",
				"Received HUP for rescan\n");
	}

	@Test
	void jarHasNoSpring() throws IOException {
		try (JarFile jar = new JarFile(SampleJar.find("plain").toFile())) {
			assertThat(jar.stream().map(JarEntry::getName)).contains("io/github/pandaemonium/daemon/Daemon.class")
				.noneMatch((name) -> name.contains("spring") || name.startsWith("io/github/pandaemonium/context"));
		}
	}

	@Test
	void usageOfUnknownWay() {
		Result result = programs.sample(this.launches, this.directory).run();
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).startsWith("Usage: ");
	}

	private void assertPidFileOf(Proc process) {
		List<String> lines = PlainPrograms.lines(this.pidFile);
		assertThat(lines).hasSize(2);
		assertThat(lines.get(0)).isEqualTo(Long.toString(process.pid()));
		assertThat(lines.get(1)).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
		assertThat(new PidLockFile(this.pidFile).holder()).hasValue((int) process.pid());
	}

	private static String hardCoreLimit(Proc process) throws IOException {
		return Files.readAllLines(Path.of("/proc/" + process.pid() + "/limits"))
			.stream()
			.filter((line) -> line.startsWith("Max core file size"))
			.map((line) -> line.trim().split("\\s{2,}")[2])
			.findFirst()
			.orElseThrow();
	}

}
