package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Ports;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.LogRotation;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.SampleJar;
import io.github.pandaemonium.test.ServiceManager;
import io.github.pandaemonium.test.Systemd;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application as a service of a real systemd. Debian 12 has version 252, which has no
 * {@code Type=notify-reload} yet: a reload is that of {@code ExecReload}.
 * <p>
 * Times are those of CI; {@code -Dsystemd.scale=5} makes them those of life.
 */
@Tag("any-java")
class SystemdIT {

	private static final int SCALE = Integer.getInteger("systemd.scale", 1);

	private static final Path SAMPLES = Path.of("").toAbsolutePath().getParent();

	private static final String SERVICE = "sample-web.service";

	private static final String HOME = "/srv/sample-web";

	private static final String LOG = "/var/log/sample-web/sample-web.log";

	@RegisterExtension
	static final Launches launches = new Launches();

	@RegisterExtension
	static final Systemd systemd = new Systemd(launches);

	private WebSample sample;

	private ServiceManager manager;

	@BeforeAll
	static void install() throws IOException {
		Path home = Files.createDirectory(systemd.file(HOME));
		SampleJar.copy("web", home);
		Files.copy(SAMPLES.resolve("systemd/application.yml"), home.resolve("application.yml"));
		Files.writeString(systemd.file("/etc/default/sample-web"), "SERVER_PORT=0\n");
	}

	@BeforeEach
	void copy() {
		this.sample = new WebSample(launches, Users.NOBODY);
		this.manager = systemd.system();
	}

	@Test
	void unitThatIsPrintedStartsReloadsAndStopsIt() throws Exception {
		assertThat(print()).isEqualTo(sample(SERVICE) + "\n" + sample("tmpfiles.d/sample-web.conf") + "\n"
				+ sample("logrotate.d/sample-web"));
		String unit = print("service");
		assertThat(unit).isEqualTo(sample(SERVICE));
		Path file = this.manager.install(SERVICE, unit);
		Result verified = systemd.command("systemd-analyze", "verify", "--man=no", file.toString()).run();
		assertThat(verified.out() + verified.err()).isEmpty();

		makeDirectories(sample("tmpfiles.d/sample-web.conf"), "/run/sample-web", "/var/log/sample-web");
		this.manager.start(SERVICE);
		// at once, and not after some time
		Map<String, Object> process = json("/");
		String pid = this.manager.show(SERVICE, "MainPID");
		Proc main = this.manager.main(SERVICE);
		assertThat(process).containsEntry("mode", "SUPERVISED")
			.containsEntry("pid", Integer.valueOf(pid))
			.containsEntry("user", "www-data")
			.containsEntry("directory", "/")
			.containsEntry("umask", "0027");
		assertThat(main.numbers("Uid")).containsOnly(Users.id("www-data"));
		assertThat(main.parent()).isEqualTo(systemd.process("1").pid());
		assertThat(this.manager.show(SERVICE, "ExecMainPID")).isEqualTo(pid);
		assertThat(this.manager.show(SERVICE, "StatusText")).startsWith("ready");

		Path configuration = systemd.file(HOME + "/application.yml");
		String text = Files.readString(configuration);
		Files.writeString(configuration, text + "sample:\n  greeting: Servus\n");
		Result reload = this.manager.systemctl("reload", SERVICE);
		assertThat(reload.status()).as("%s %s", reload, this.manager.journal(SERVICE)).isZero();
		assertThat(this.sample.get("/greeting", port())).isEqualTo("Servus");
		Files.writeString(configuration, text + "sample: [\n");
		assertThat(this.manager.systemctl("reload", SERVICE).status()).isNotZero();
		assertThat(this.manager.show(SERVICE, "ReloadResult")).isEqualTo("exit-code");
		await().untilAsserted(() -> assertThat(this.manager.journal(SERVICE)).contains("found '<stream end>'"));
		assertThat(this.sample.get("/greeting", port())).isEqualTo("Servus");
		Files.writeString(configuration, text);
		assertThat(this.manager.show(SERVICE, "MainPID")).isEqualTo(pid);

		assertStops(SERVICE);
		assertThat(main.isAlive()).isFalse();
		assertThat(systemd.file("/run/sample-web")).doesNotExist();
	}

	/**
	 * Its pid file is where only root can create it, so that the unit has no user; its
	 * directory of the log is made by systemd-tmpfiles, and logrotate renames the log.
	 */
	@Test
	void rootBecomesItsUserAndTheOtherPrintedFilesAreRunByTheirPrograms() throws IOException {
		LogRotation.assumeLogrotate();
		String log = "/var/log/rooted/rooted.log";
		String[] files = print("--spring.application.name=rooted", "--pandaemonium.pid-file=/run/rooted.pid",
				"--logging.file.name=" + log, "--server.port=0")
			.split("\n(?=# /etc/)");
		assertThat(files).hasSize(3);
		makeDirectories(files[1], "/var/log/rooted");
		assertThat(files[0]).contains("# no User=, since only root can create '/run/rooted.pid'");
		this.manager.install("rooted.service", files[0]);
		this.manager.start("rooted.service");
		Proc main = this.manager.main("rooted.service");
		assertThat(main.numbers("Uid")).containsOnly(Users.id("www-data"));
		assertThat(main.status("CapEff")).isEqualTo("0000000000000000");
		assertThat(Files.readAllLines(systemd.file("/run/rooted.pid")).get(0))
			.isEqualTo(this.manager.show("rooted.service", "MainPID"));
		int port = WebSample.port(WebSample.text(systemd.file(log)));
		assertThat(this.sample.get("/greeting", port)).isEqualTo("Hello");

		Files.writeString(systemd.file("/etc/systemd/rooted.rotation"), files[2]);
		run("/usr/sbin/logrotate", "--force", "--state", "/var/log/state", "/etc/systemd/rooted.rotation");
		await().atMost(WebSample.PATIENCE)
			.untilAsserted(() -> assertThat(main.files()).containsValue(log).doesNotContainValue(log + ".1"));
		assertThat(systemd.file(log + ".1")).isNotEmptyFile();
		assertThat(Files.getOwner(systemd.file(log))).hasToString("www-data");

		Result reload = this.manager.systemctl("reload", "rooted.service");
		assertThat(reload.status()).as("%s %s", reload, this.manager.journal("rooted.service")).isZero();
		assertThat(systemd.file(log)).isNotEmptyFile();
		assertStops("rooted.service");
	}

	@Test
	void failedBeanIsAFailedUnitWithItsReason() {
		install("failing.service", "io.github.pandaemonium.sample.probe.Fault", "--fault=throw");
		assertThat(this.manager.systemctl("start", "failing.service").status()).isNotZero();
		assertThat(this.manager.show("failing.service", "ActiveState")).isEqualTo("failed");
		assertThat(this.manager.show("failing.service", "Result")).isEqualTo("exit-code");
		assertThat(this.manager.show("failing.service", "StatusText")).startsWith("failed: ")
			.contains("the fault is thrown");
	}

	@Test
	void brokenOneIsStartedAnewAndOneThatPausesIsNot() {
		int period = 2 * SCALE;
		installProbed("watched.service", "--pandaemonium.watchdog.grace=" + 2 * period + "s", "WatchdogSec=" + period,
				"WatchdogSignal=SIGQUIT", "TimeoutAbortSec=1", "Restart=on-failure");
		this.manager.start("watched.service");
		Proc main = this.manager.main("watched.service");
		main.signal("STOP");
		// as long as this is, no other sign could come
		await().pollDelay(Duration.ofMillis(period * 1500L)).until(() -> main.status("State").startsWith("T"));
		main.signal("CONT");
		await().during(Duration.ofSeconds(period))
			.atMost(Duration.ofSeconds(3L * period))
			.until(() -> this.manager.show("watched.service", "NRestarts"), "0"::equals);
		assertThat(main.isAlive()).isTrue();

		this.sample.get("/break");
		main.awaitEnd();
		await().atMost(WebSample.PATIENCE)
			.until(() -> this.manager.show("watched.service", "ActiveState"), "active"::equals);
		assertThat(this.manager.show("watched.service", "NRestarts")).isEqualTo("1");
		await().untilAsserted(() -> assertThat(this.manager.journal("watched.service")).contains("Watchdog",
				"Full thread dump", "result 'watchdog'"));
		assertStops("watched.service");
	}

	@Test
	void slowStartLivesWhileItGoesOn() {
		int timeout = 10 * SCALE;
		installProbed("slow.service", "--slow.beans=10", "--slow.time=" + SCALE + "s",
				"--pandaemonium.start-timeout=" + timeout + "s", "TimeoutStartSec=" + timeout);
		long start = System.nanoTime();
		this.manager.start("slow.service");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(timeout));
		assertStops("slow.service");
	}

	@Test
	void startThatHangsIsEnded() {
		int timeout = 8 * SCALE;
		install("hanging.service", "io.github.pandaemonium.sample.probe.Fault", "--fault=sleep",
				"--pandaemonium.start-timeout=4s", "TimeoutStartSec=" + timeout, "TimeoutStopSec=1");
		assertThat(this.manager.systemctl("start", "hanging.service").status()).isNotZero();
		assertThat(this.manager.show("hanging.service", "Result")).isEqualTo("timeout");
		assertThat(launches.processes()).noneMatch((process) -> process.cmdline().contains("--fault=sleep"));
	}

	@Test
	void userManagerRunsIt() {
		this.manager = systemd.user();
		Result unit = inside(this.sample.directory().toString(), this.sample.jarFile(), "unit", "service", "--user")
			.run();
		assertThat(unit.status()).as("%s", unit).isZero();
		this.manager.install(SERVICE, unit.out().replace("[Service]\n", "[Service]\nEnvironment=SERVER_PORT=0\n"));
		this.manager.start(SERVICE);
		assertThat(this.sample.json("/")).containsEntry("mode", "SUPERVISED")
			.containsEntry("pid", Integer.valueOf(this.manager.show(SERVICE, "MainPID")))
			.containsEntry("user", Users.NOBODY);
		Result reload = this.manager.systemctl("reload", SERVICE);
		assertThat(reload.status()).as("%s", reload).isZero();
		assertStops(SERVICE);
	}

	@Test
	void connectionToItsSocketStartsIt() throws IOException {
		int port = Ports.free();
		String service = "activated.service";
		String[] arguments = { "--spring.application.name=activated", "--pandaemonium.user=nobody",
				"--pandaemonium.socket.inherit=required", "--server.port=" + port };
		String socket = "activated.socket";
		for (String kind : new String[] { "service", "socket" }) {
			Result unit = inside(this.sample.directory().toString(), this.sample.jarFile(), "unit", kind).and(arguments)
				.run();
			assertThat(unit.status()).as("%s", unit).isZero();
			this.manager.install("activated." + kind, unit.out());
		}
		this.manager.start(socket);
		assertThat(listener(port)).contains("(\"systemd\",");
		assertThat(this.manager.show(service, "ActiveState")).isEqualTo("inactive");
		assertThat(this.sample.get("/greeting", port)).isEqualTo("Hello");
		await().until(() -> this.manager.show(service, "ActiveState"), "active"::equals);
		assertThat(this.manager.main(service).numbers("Uid")).containsOnly(Users.id(Users.NOBODY));
		assertThat(listener(port)).contains("(\"java\",", "(\"systemd\",");
		assertStops(service);
		assertThat(listener(port)).contains("(\"systemd\",").doesNotContain("java");
		assertThat(this.manager.systemctl("stop", socket).status()).isZero();
	}

	/** Has systemd-tmpfiles(8) do what it does at boot. */
	private static void makeDirectories(String configuration, String... directories) throws IOException {
		String file = "/etc/systemd/tmpfiles.conf";
		Files.writeString(systemd.file(file), configuration);
		run("systemd-tmpfiles", "--create", file);
		for (String directory : directories) {
			PosixFileAttributes made = Files.readAttributes(systemd.file(directory), PosixFileAttributes.class);
			assertThat(made.owner()).hasToString("www-data");
			assertThat(PosixFilePermissions.toString(made.permissions())).isEqualTo("rwxr-xr-x");
		}
	}

	/** Runs a program beside systemd, which has nothing to say. */
	private static void run(String... command) {
		Result result = systemd.command(command).run();
		assertThat(result).as("%s", result).isEqualTo(new Result(0, "", ""));
	}

	/** Who listens, as ss(8) shows it. */
	private static String listener(int port) {
		return launches.command("ss", "--no-header", "--listening", "--tcp", "--processes", "sport", "=", ":" + port)
			.run()
			.out();
	}

	/**
	 * A unit that is inactive is forgotten, so that only the journal knows how it ended.
	 */
	private void assertStops(String unit) {
		Result stop = this.manager.systemctl("stop", unit);
		assertThat(stop.status()).as("%s", stop).isZero();
		assertThat(this.manager.show(unit, "ActiveState")).isEqualTo("inactive");
		await().untilAsserted(() -> assertThat(this.manager.journal(unit)).contains("Stopped " + unit));
		String stopped = this.manager.journal(unit);
		assertThat(stopped.substring(stopped.lastIndexOf("Stopping " + unit))).doesNotContain("Failed", "exited");
	}

	private void installProbed(String unit, String... settings) {
		install(unit, "io.github.pandaemonium.sample.probe.UnitProbe", settings);
	}

	/**
	 * A unit for what a person has to wait for.
	 * @param unit its name
	 * @param source what joins the application
	 * @param settings arguments of the application, and settings of the unit
	 */
	private void install(String unit, String source, String... settings) {
		List<String> command = new ArrayList<>(Java.command(QuickJar.OPTIONS));
		command.addAll(List.of(QuickJar.with(this.sample.probes(""))));
		command.addAll(List.of("--server.port=0", "--spring.main.sources=" + source));
		StringBuilder service = new StringBuilder("[Service]\nType=notify\nUser=nobody\nWorkingDirectory=")
			.append(this.sample.directory())
			.append('\n');
		for (String setting : settings) {
			if (setting.startsWith("--")) {
				command.add(setting);
			}
			else {
				service.append(setting).append('\n');
			}
		}
		this.manager.install(unit, service.append("ExecStart=").append(String.join(" ", command)) + "\n");
	}

	private static String print(String... part) {
		List<String> arguments = new ArrayList<>(List.of("unit"));
		arguments.addAll(List.of(part));
		Result result = inside(HOME, Path.of(HOME, "sample-web.jar"), arguments.toArray(String[]::new)).run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.err()).isEmpty();
		return result.out();
	}

	private static Launch inside(String directory, Path jar, String... arguments) {
		return systemd.command("env", "--chdir=" + directory, "--unset=" + Launches.VARIABLE)
			.and(Java.command("-jar", jar.toString()).toArray(String[]::new))
			.and(arguments);
	}

	/** A file of the sample, for the Java that is tested. */
	private static String sample(String name) throws IOException {
		return Files.readString(SAMPLES.resolve("systemd").resolve(name))
			.replace("/usr/bin/java ", Java.home().resolve("bin/java") + " ");
	}

	private int port() {
		return WebSample.port(WebSample.text(systemd.file(LOG)));
	}

	private Map<String, Object> json(String path) {
		return org.springframework.boot.json.JsonParserFactory.getJsonParser().parseMap(this.sample.get(path, port()));
	}

}
