package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The verbs of root on a daemon of {@code nobody}, whose pid file is in a directory that
 * only root can write, as {@code /run} is.
 */
@Tag("any-java")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerbsOfRootIT {

	/** Somebody else. */
	private static final String STRANGER = "daemon";

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Path pidFile;

	@BeforeAll
	static void start() {
		Users.assumeRootAndNobody();
		sample = new WebSample(launches, Users.NOBODY);
		pidFile = launches.directory().resolve("web.pid");
		Result result = root("start", "--pandaemonium.user=nobody", "some thing").run();
		assertThat(result.status()).as("%s", result).isZero();
	}

	@Test
	void statusIsForWhoMayReadThePidFile() {
		Result known = root("status").run();
		assertThat(known.status()).as("%s", known).isZero();
		assertThat(known.out()).startsWith("sample-web is running: process " + daemon().pid() + ", user nobody, ");
		Result unknown = as(Users.NOBODY, "status").run();
		assertThat(unknown.status()).as("%s", unknown).isEqualTo(4);
		assertThat(unknown.out()).startsWith("sample-web: its status is unknown: Unable to read '" + pidFile + "'");
	}

	@Test
	void strangerMayNotSignalIt() throws IOException {
		Assumptions.assumeTrue(exists(STRANGER), "there is no user " + STRANGER);
		for (String verb : new String[] { "stop", "restart", "reload" }) {
			Result result = as(STRANGER, verb).run();
			assertThat(result.status()).as("%s", result).isEqualTo(4);
			assertThat(result.err()).endsWith("\nDo it as the user who started it, or as root.\n");
			assertThat(daemon().isAlive()).isTrue();
		}
		Files.setPosixFilePermissions(pidFile, PosixFilePermissions.fromString("rw-r--r--"));
		Result result = as(STRANGER, "stop").run();
		Files.setPosixFilePermissions(pidFile, PosixFilePermissions.fromString("rw-------"));
		assertThat(result.status()).as("%s", result).isEqualTo(4);
		assertThat(result.err()).contains("may not be signalled by this user: Operation not permitted");
		assertThat(daemon().isAlive()).isTrue();
	}

	/** It may not create one in that directory. */
	@Test
	void reloadWithoutASocketIsASignal() {
		assertThat(pidFile.resolveSibling("web.pid.sock")).doesNotExist();
		Result result = root("reload").run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).contains("by signal HUP");
		await().atMost(WebSample.PATIENCE).until(() -> sample.log().contains("The configuration is reloaded"));
		assertThat(root("doctor", "--pandaemonium.user=nobody").run().out())
			.contains("warning  control socket: the daemon's user may not create '" + pidFile + ".sock'");
	}

	@Test
	void pidFileOfAStrangerIsNoReasonForASignal() {
		Assumptions.assumeTrue(exists(STRANGER), "there is no user " + STRANGER);
		Users.own(pidFile, STRANGER);
		try {
			assertThat(root("status").run().status()).isEqualTo(4);
			for (String verb : new String[] { "stop", "restart", "reload" }) {
				Result result = root(verb).run();
				assertThat(result.status()).as("%s", result).isIn(1, 4);
				assertThat(daemon().isAlive()).isTrue();
			}
		}
		finally {
			own(pidFile, Users.current());
		}
	}

	/**
	 * In a directory of its own, nobody could send a locked file to a process of root.
	 */
	@Test
	void processOfRootIsNotTheDaemonOfAnotherUsersPidFile() throws IOException {
		Path forged = Files.createFile(sample.directory().resolve("forged.pid"));
		Users.own(forged, Users.NOBODY);
		Started victim = launches.command("flock", "--no-fork", "--exclusive", forged.toString(), "sleep", "600")
			.start();
		Files.writeString(forged, victim.pid() + "\n");
		await().atMost(WebSample.PATIENCE).until(() -> victim.proc().holdsLock(forged));
		for (String verb : new String[] { "stop", "reload", "restart" }) {
			Result result = sample.quickJar(verb)
				.as(Users.current())
				.and("--pandaemonium.pid-file=" + forged, "--pandaemonium.user=nobody")
				.run();
			assertThat(result.status()).as("%s", result).isEqualTo(1);
			assertThat(result.err()).contains("it gets no signal");
			assertThat(victim.isAlive()).isTrue();
		}
		victim.signal("KILL");
		victim.await();
	}

	@Test
	void startRecordOfAnotherUserIsNotObeyed() {
		Path record = pidFile.resolveSibling("web.pid.start");
		assertThat(record).isRegularFile();
		Users.own(record, Users.NOBODY);
		try {
			Proc daemon = daemon();
			Result result = root("restart").run();
			assertThat(result.status()).as("%s", result).isEqualTo(1);
			assertThat(result.err()).contains("'" + record + "'", "not to be trusted");
			assertThat(daemon.isAlive()).isTrue();
		}
		finally {
			own(record, Users.current());
		}
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void restartKeepsTheUserAndStopLeavesNothing() {
		Proc first = daemon();
		Result restart = root("restart").run();
		assertThat(restart.status()).as("%s", restart).isZero();
		assertThat(first.isAlive()).isFalse();
		Proc second = daemon();
		assertThat(second.numbers("Uid")).containsOnly(Users.id(Users.NOBODY));
		assertThat(second.cmdline()).endsWith("--pandaemonium.user=nobody", "some thing");
		assertThat(root("stop").run().status()).isZero();
		assertThat(root("status").run().status()).isEqualTo(3);
		assertThat(pidFile).doesNotExist();
		assertThat(launches.processes()).isEmpty();
	}

	private static Launch root(String... arguments) {
		return as(Users.current(), arguments);
	}

	/** A variable, since a restart without arguments means those of the start. */
	private static Launch as(String user, String... arguments) {
		return sample.quickJar(arguments).as(user).with("PANDAEMONIUM_PIDFILE", pidFile.toString());
	}

	private static Proc daemon() {
		return new Proc(Long.parseLong(WebSample.text(pidFile).lines().findFirst().orElseThrow()));
	}

	private static boolean exists(String user) {
		try {
			Users.id(user);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	/** Back to this user, for whom {@link Users#own} does nothing. */
	private static void own(Path file, String user) {
		try {
			Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
