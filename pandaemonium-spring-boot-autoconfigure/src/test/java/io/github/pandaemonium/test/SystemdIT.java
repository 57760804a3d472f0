package io.github.pandaemonium.test;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sandbox itself.
 */
@Tag("any-java")
class SystemdIT {

	private static final String SERVICE = """
			[Service]
			ExecStart=/bin/sh -c "echo it is $$$$; exec sleep 600"
			""";

	@RegisterExtension
	static final Launches launches = new Launches();

	@RegisterExtension
	static final Systemd systemd = new Systemd(launches);

	@Test
	void servicesOfTheSystemAndOfAUserAreRun() {
		for (ServiceManager manager : new ServiceManager[] { systemd.system(), systemd.user() }) {
			manager.install("sleep.service", SERVICE);
			manager.start("sleep.service");
			Proc main = manager.main("sleep.service");
			// a simple service is active before it is executed
			await().untilAsserted(() -> assertThat(main.cmdline()).containsExactly("sleep", "600"));
			assertThat(main.cgroup()).endsWith("/sleep.service");
			String line = "it is " + manager.show("sleep.service", "MainPID") + "\n";
			await().untilAsserted(() -> assertThat(manager.journal("sleep.service")).contains(line));
		}
		assertThat(systemd.user().main("sleep.service").numbers("Uid")).containsOnly(Users.id(Users.NOBODY));
	}

	@Test
	void noUnitOfTheMachineIsKnown() {
		assertThat(systemd.system().systemctl("list-unit-files", "--type=service", "--no-legend").out().lines())
			.allMatch((line) -> line.matches("(sleep|systemd-journald|user@)\\.service .*"));
	}

	/** The shell sees the end of its input, as it does when the tests are killed. */
	@Test
	void nothingIsLeftAtTheEnd() throws Exception {
		Systemd second = new Systemd(launches);
		second.beforeAll(null);
		second.system().install("sleep.service", SERVICE);
		second.system().start("sleep.service");
		Proc sleep = second.system().main("sleep.service");
		Path unit = second.system().install("other.service", SERVICE);
		Path group = second.group();
		assertThat(group).isDirectory();
		second.afterAll(null);
		assertThat(sleep.isAlive()).isFalse();
		assertThat(unit.getParent().getParent()).doesNotExist();
		assertThat(group).doesNotExist();
	}

}
