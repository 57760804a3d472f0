package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
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
 * The application as a service of the real runsv, by {@code samples/runit/run}.
 */
@Tag("any-java")
class RunitIT {

	private static final Path RUN = Path.of("").toAbsolutePath().getParent().resolve("runit/run");

	@RegisterExtension
	final Launches launches = new Launches();

	private WebSample sample;

	private Path service;

	@BeforeEach
	void install() throws IOException {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/runsv")), "there is no runsv: install runit");
		this.sample = WebSample.ordinary(this.launches);
		this.service = this.launches.directory(this.sample.user());
		write("run", run());
		write("finish", "#!/bin/sh\necho \"$1 $2\" >>finished\n");
	}

	@Test
	void runsItAndStartsItAgainAndEndsIt() throws IOException {
		Started runsv = this.launches.command("runsv", this.service.toString())
			.as(this.sample.user())
			.with("SERVER_PORT", "0")
			.start();
		Proc first = awaitService("SUPERVISED", 1);
		assertThat(first.parent()).isEqualTo(runsv.pid());
		sv("hup");
		this.sample.awaitSignal("HUP");

		write("run", run().replace("--pandaemonium.detach=never", "--foreground"));
		first.signal("KILL");
		Proc second = awaitService("FOREGROUND", 2);
		assertThat(second.parent()).isEqualTo(runsv.pid());
		sv("hup");
		this.sample.awaitSignal("HUP");
		sv("exit");
		assertThat(runsv.await()).isEqualTo(new Result(0, runsv.out(), ""));
		assertThat(WebSample.text(this.service.resolve("finished"))).isEqualTo("-1 9\n0 0\n");
		assertThat(this.launches.processes()).isEmpty();
		assertThat(this.sample.pidFile()).doesNotExist();
	}

	private Proc awaitService(String mode, int count) {
		await().atMost(WebSample.PATIENCE)
			.until(() -> this.sample.log().lines().filter((line) -> line.contains("Started WebApplication")).count(),
					(starts) -> starts == count);
		Proc process = new Proc(Long.parseLong(WebSample.text(this.service.resolve("supervise/pid")).strip()));
		assertThat(this.sample.json("/")).containsEntry("pid", (int) process.pid())
			.containsEntry("mode", mode)
			.containsEntry("user", this.sample.user());
		return process;
	}

	private void sv(String command) {
		Result result = this.launches.command("sv", command, this.service.toString()).as(this.sample.user()).run();
		assertThat(result.status()).as("%s", result).isZero();
	}

	private String run() throws IOException {
		return Files.readString(RUN)
			.replace("/usr/bin/java ", Java.home().resolve("bin/java") + " -XX:TieredStopAtLevel=1 ")
			.replace("/srv/sample-web", this.sample.directory().toString());
	}

	private void write(String name, String script) throws IOException {
		Path file = Files.writeString(this.service.resolve(name), script);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

}
