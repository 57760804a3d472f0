package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Ports;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.ServiceManager;
import io.github.pandaemonium.test.Systemd;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A service of a real systemd that is replaced while it serves: the unit stays active,
 * and each successor becomes its main process. {@code -Dsystemd.restarts=10} is more of
 * it.
 */
@Tag("any-java")
class SystemdRestartIT {

	private static final int RESTARTS = Integer.getInteger("systemd.restarts", 1);

	private static final String SERVICE = "replaced.service";

	@RegisterExtension
	static final Launches launches = new Launches();

	@RegisterExtension
	static final Systemd systemd = new Systemd(launches);

	private static WebSample sample;

	private static int port;

	private final ServiceManager manager = systemd.system();

	@BeforeAll
	static void configure() throws IOException {
		sample = new WebSample(launches, Users.NOBODY);
		port = Ports.free();
		Files.writeString(sample.directory().resolve("application.yml"), """
				spring.application.name: replaced
				pandaemonium:
				  user: nobody
				  pid-file: /run/replaced/replaced.pid
				  socket.address: 127.0.0.1:%d
				""".formatted(port));
	}

	@Test
	void unitStaysActiveWhileItIsReplaced() throws Exception {
		this.manager.install("replaced.socket", print("socket"));
		this.manager.install(SERVICE, print("service").replaceFirst("(?m)^(ExecReload=.*) reload$", "$1 restart"));
		this.manager.start(SERVICE);
		Proc first = this.manager.main(SERVICE);
		String since = this.manager.show(SERVICE, "ActiveEnterTimestampMonotonic");
		Set<Long> processes = new HashSet<>(Set.of(first.pid()));
		Proc last = first;
		try (SteadyClient client = new SteadyClient(port)) {
			for (int i = 0; i < RESTARTS; i++) {
				Result restart = inside("restart").run();
				assertThat(restart.status()).as("%s %s", restart, this.manager.journal(SERVICE)).isZero();
				last = assertReplaced(last, processes);
				Result reload = this.manager.systemctl("reload", SERVICE);
				assertThat(reload.status()).as("%s %s", reload, this.manager.journal(SERVICE)).isZero();
				last = assertReplaced(last, processes);
			}
		}
		assertThat(processes).hasSize(2 * RESTARTS + 1);
		assertThat(this.manager.show(SERVICE, "NRestarts")).isEqualTo("0");
		assertThat(this.manager.show(SERVICE, "ActiveEnterTimestampMonotonic")).isEqualTo(since);
		assertThat(this.manager.systemctl("stop", SERVICE, "replaced.socket").status()).isZero();
		assertThat(last.isAlive()).isFalse();
		await().untilAsserted(() -> assertThat(this.manager.journal(SERVICE)).contains("Stopped " + SERVICE)
			.doesNotContain("Failed with result", "The supervisor has not read"));
	}

	/** Returns the successor of a main process that was replaced. */
	private Proc assertReplaced(Proc old, Set<Long> processes) throws IOException {
		assertThat(this.manager.show(SERVICE, "ActiveState")).isEqualTo("active");
		String pid = this.manager.show(SERVICE, "MainPID");
		List<String> pidFile = Files.readAllLines(systemd.file("/run/replaced/replaced.pid"));
		assertThat(pidFile.get(0)).isEqualTo(pid);
		Proc successor = this.manager.main(SERVICE);
		assertThat(processes.add(successor.pid())).isTrue();
		assertThat(old.isAlive()).isFalse();
		assertThat(successor.cmdline()).noneMatch((argument) -> argument.startsWith("--add-opens"));
		assertThat(successor.numbers("Uid")).containsOnly(Users.id(Users.NOBODY));
		assertThat(this.manager.show(SERVICE, "StatusText")).startsWith("ready");
		return successor;
	}

	private static String print(String kind) {
		Result unit = inside("unit", kind).run();
		assertThat(unit.status()).as("%s", unit).isZero();
		return unit.out();
	}

	private static Launch inside(String... arguments) {
		return systemd.command("env", "--chdir=" + sample.directory(), "--unset=" + Launches.VARIABLE)
			.and(Java.command(QuickJar.OPTIONS).toArray(String[]::new))
			.and("-jar", QuickJar.FILE.toString())
			.and(arguments);
	}

}
