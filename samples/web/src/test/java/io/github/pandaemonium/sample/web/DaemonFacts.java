package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@code /proc} and its own JVM say of a daemon that {@code java -jar} started, with
 * files open that it must not get, one that it must, and core dumps allowed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class DaemonFacts {

	private static final int HUP = 1;

	private static final int INT = 2;

	private static final int QUIT = 3;

	private static final int USR1 = 10;

	private static final int TERM = 15;

	@RegisterExtension
	final Launches launches = new Launches();

	private WebSample sample;

	private Result launcher;

	private Proc daemon;

	private Path inherited;

	private Path notInherited;

	/** Whoever starts it: the daemon's user. */
	String user() {
		return Users.ordinary();
	}

	/** The start by the launching user. */
	abstract Launch launch(WebSample sample);

	/** What the daemon's supplementary groups are. */
	abstract Set<Long> groups();

	Proc daemon() {
		return this.daemon;
	}

	@BeforeAll
	void start() throws Exception {
		this.sample = new WebSample(this.launches, user());
		this.inherited = Files.createFile(this.sample.directory().resolve("inherited"));
		this.notInherited = Files.createFile(this.sample.directory().resolve("not-inherited"));
		this.launcher = launch(this.sample).and("--pandaemonium.inherit-files=9")
			.through("ulimit -S -c \"$(ulimit -H -c)\"; exec \"$@\" 8<'" + this.notInherited + "' 9<'" + this.inherited
					+ "' 7<&8")
			.run();
		assertThat(this.launcher.status()).as("%s", this.launcher).isZero();
		this.daemon = this.sample.daemon();
	}

	@Test
	void launcherPrintsOneLineAndEndsWithStatusZero() {
		assertThat(this.launcher.out()).matches("sample-web is ready: process " + this.daemon.pid()
				+ ", [0-9.]+ s, log in " + this.sample.logFile() + "\n");
		assertThat(this.launcher.err()).isEmpty();
	}

	@Test
	void onlyTheDaemonIsLeft() {
		assertThat(this.launches.processes()).containsExactly(this.daemon);
	}

	@Test
	void isInAnotherSessionThatItDoesNotLead() {
		assertThat(this.daemon.session()).isNotEqualTo(Proc.self().session()).isNotEqualTo(this.daemon.pid());
		assertThat(new Proc(this.daemon.session()).isAlive()).isFalse();
		assertThat(this.daemon.terminal()).isZero();
		assertThat(this.daemon.parent()).isNotEqualTo(Proc.self().pid());
	}

	@Test
	void hasTheUserAndTheGroupsForGood() {
		long user = Users.id(user());
		long group = Users.group(user());
		assertThat(this.daemon.numbers("Uid")).containsExactly(user, user, user, user);
		assertThat(this.daemon.numbers("Gid")).containsExactly(group, group, group, group);
		assertThat(new TreeSet<>(this.daemon.numbers("Groups"))).isEqualTo(groups());
		for (String capabilities : List.of("CapPrm", "CapEff", "CapAmb")) {
			assertThat(this.daemon.status(capabilities)).as(capabilities).matches("0+");
		}
	}

	@Test
	void hasUmaskDirectoryAndNoCoreDumps() {
		assertThat(this.daemon.status("Umask")).isEqualTo("0077");
		assertThat(this.daemon.directory()).isEqualTo(Path.of("/"));
		assertThat(this.daemon.limit("Max core file size")).isEqualTo("0");
	}

	@Test
	void hasOnlyItsOwnFilesAndTheInheritedOneOpen() {
		await().atMost(WebSample.PATIENCE).untilAsserted(() -> {
			Map<Integer, String> files = this.daemon.files();
			assertThat(files).containsEntry(0, "/dev/null")
				.containsEntry(1, "/dev/null")
				.containsEntry(2, "/dev/null")
				.containsEntry(9, this.inherited.toString())
				.doesNotContainValue(this.notInherited.toString());
			files.keySet().removeAll(Set.of(0, 1, 2, 9));
			assertThat(files.values()).allMatch(this::isItsOwn);
		});
	}

	@Test
	void hasSignalsAsMapped() {
		Set<Integer> ignored = this.daemon.signals("SigIgn");
		ignored.removeAll(WebSample.OF_THREADS);
		assertThat(ignored).isEqualTo(WebSample.IGNORED);
		assertThat(this.daemon.signals("SigCgt")).containsAll(Set.of(HUP, INT, TERM, USR1, QUIT));
		assertThat(this.daemon.signals("SigBlk")).isEmpty();
	}

	@Test
	void isMarkedOnItsCommandLineOnly() {
		assertThat(this.daemon.cmdline()).anyMatch((argument) -> argument.startsWith("-Dpandaemonium.birth="));
		assertThat(this.daemon.environment()).noneMatch((variable) -> variable.contains("pandaemonium.birth"));
	}

	@Test
	void jvmIsNotToldAgainWhatTheManifestSays() {
		assertThat(this.daemon.cmdline())
			.noneMatch((argument) -> argument.startsWith("--add-opens") || argument.startsWith("--enable-native"));
	}

	@Test
	void jvmKnowsUserHomeAndDirectory() {
		Map<String, Object> process = this.sample.json("/");
		assertThat(process).containsEntry("pid", Math.toIntExact(this.daemon.pid()))
			.containsEntry("mode", "DETACHED")
			.containsEntry("user", user())
			.containsEntry("home", home())
			.containsEntry("directory", "/")
			.containsEntry("umask", "0077");
		assertThat((Map<?, ?>) process.get("stages")).hasSize(9);
	}

	@Test
	void logBelongsToTheUserAlone() throws Exception {
		assertThat(this.sample.logFile()).isRegularFile();
		assertThat(Files.getOwner(this.sample.logFile())).hasToString(user());
		assertThat(WebSample.mode(this.sample.logFile())).isEqualTo("rw-------");
		assertThat(this.sample.log()).doesNotContain("ERROR").contains("Started WebApplication");
	}

	@Test
	void pidFileIsHeldByTheDaemon() throws Exception {
		assertThat(this.sample.pidFile()).isRegularFile();
		assertThat(WebSample.mode(this.sample.pidFile())).isEqualTo("rw-------");
		assertThat(WebSample.text(this.sample.pidFile()).lines()).hasSize(2);
		assertThat(this.daemon.holdsLock(this.sample.pidFile())).isTrue();
	}

	@Test
	void jcmdOfTheUserWorks() {
		String jcmd = Java.assumeTool("jcmd");
		Result result = this.launches.command(jcmd, Long.toString(this.daemon.pid()), "VM.system_properties")
			.as(user())
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).contains("user.name=" + user());
	}

	@Test
	void secondStartNamesProcessAndPidFile() {
		Result second = launch(this.sample).run();
		assertThat(second.status()).as("%s", second).isEqualTo(1);
		assertThat(second.out()).isEmpty();
		assertThat(second.err()).contains("already running", "process " + this.daemon.pid(),
				"'" + this.sample.pidFile() + "'");
		assertThat(this.sample.pid()).isEqualTo(this.daemon.pid());
		assertThat(this.launches.processes()).containsExactly(this.daemon);
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void terminateLeavesNothing() {
		this.sample.stop();
		assertThat(this.sample.pidFile()).doesNotExist();
		assertThat(this.launches.processes()).isEmpty();
	}

	private boolean isItsOwn(String file) {
		return file.startsWith("socket:") || file.startsWith("anon_inode:") || file.startsWith("/dev/")
				|| file.startsWith(realHome()) || file.equals(this.sample.jarFile().toString())
				|| file.equals(this.sample.pidFile().toString()) || file.equals(this.sample.logFile().toString());
	}

	private static String realHome() {
		try {
			return Java.home().toRealPath().toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What a JVM of that user takes for the home directory. */
	final String home() {
		Result settings = this.launches.java("-XshowSettings:properties", "-version").as(user()).run();
		return settings.err()
			.lines()
			.map(String::trim)
			.filter((line) -> line.startsWith("user.home = "))
			.map((line) -> line.substring("user.home = ".length()))
			.findFirst()
			.orElseThrow();
	}

}
