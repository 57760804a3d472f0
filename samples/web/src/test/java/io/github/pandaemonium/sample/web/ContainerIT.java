package io.github.pandaemonium.sample.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application in a pid namespace, as {@code samples/container/run} makes it.
 */
@Tag("any-java")
class ContainerIT {

	private static final Path RUN = Path.of("").toAbsolutePath().getParent().resolve("container/run");

	@RegisterExtension
	final Launches launches = new Launches();

	private WebSample sample;

	@BeforeEach
	void copy() {
		Users.assumeRootAndNobody();
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "there is no unshare");
		this.sample = new WebSample(this.launches, Users.NOBODY);
	}

	@Test
	void processOneBecomesTheUserAndEndsWithStatusZero() {
		Started runtime = start("exec \"$0\" \"$@\"");
		Proc application = runtime.proc().children().get(0);
		assertThat(application.status("NSpid")).endsWith("\t1");
		assertSupervised(application, 1);

		Result orphan = nsenter(application, "sh", "-c", "sleep 0.01 & echo $!").run();
		assertThat(orphan.status()).as("%s", orphan).isZero();
		// which nobody has started: it is for the kernel and not for us to do away with
		// it
		await().atMost(WebSample.PATIENCE)
			.untilAsserted(
					() -> assertThat(nsenter(application, "cat", "/proc/" + orphan.out().strip() + "/stat").run().out())
						.contains(") Z 1 "));

		application.signal("HUP");
		this.sample.awaitSignal("HUP");
		assertEnds(application, runtime);
	}

	@Test
	void childOfProcessOneDoesNotDetach() {
		Started runtime = start("exec \"$0\" sh -c '\"$@\" & wait $!' sh \"$@\"");
		Proc application = runtime.proc().children().get(0).children().get(0);
		assertSupervised(application, 2);
		assertThat(application.parent()).isEqualTo(runtime.proc().children().get(0).pid());
		assertEnds(application, runtime);
	}

	/** Waits until it is up. */
	private Started start(String script) {
		Launch launch = this.sample.jar("--pandaemonium.user=" + Users.NOBODY).as(Users.current());
		Started runtime = launch.through(script.replace("$0", RUN.toString())).start();
		await().atMost(WebSample.PATIENCE)
			.until(() -> this.sample.log().contains("Started WebApplication") || !runtime.isAlive());
		assertThat(runtime.isAlive()).as(() -> runtime.await().toString()).isTrue();
		return runtime;
	}

	private void assertSupervised(Proc application, int number) {
		Map<String, Object> process = this.sample.json("/");
		assertThat(process).containsEntry("mode", "SUPERVISED")
			.containsEntry("pid", number)
			.containsEntry("user", Users.NOBODY)
			.containsEntry("directory", "/");
		assertThat(this.sample.pid()).isEqualTo(number);
		assertThat(application.numbers("Uid")).containsOnly(Users.id(Users.NOBODY));
		assertThat(application.holdsLock(this.sample.pidFile())).isTrue();
	}

	private void assertEnds(Proc application, Started runtime) {
		application.signal("TERM");
		Result result = runtime.await();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.err()).isEmpty();
		assertThat(WebSample.text(this.sample.pidFile())).isEmpty();
		assertThat(this.launches.processes()).isEmpty();
	}

	private Launch nsenter(Proc application, String... command) {
		return this.launches.command("nsenter", "--target", Long.toString(application.pid()), "--pid", "--mount")
			.and(command);
	}

}
