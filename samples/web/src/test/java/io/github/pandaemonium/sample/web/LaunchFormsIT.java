package io.github.pandaemonium.sample.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ways in which people start a jar. In each the daemon finds itself, with its log and
 * its pid file where the launcher was started, and the launcher has nothing to complain
 * about.
 */
class LaunchFormsIT {

	private static final int HUP = 1;

	private static final int INT = 2;

	/** In the manifest it counts for {@code -jar} only. */
	private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

	@RegisterExtension
	static final Launches launches = new Launches();

	/** One that lies in a directory whose name needs quoting. */
	private static WebSample sample;

	@BeforeAll
	static void copy() throws Exception {
		String user = Users.ordinary();
		Path directory = Files.createDirectory(launches.directory(user).resolve("it's $HOME + more"));
		Users.own(directory, user);
		sample = new WebSample(launches, user, directory);
	}

	@AfterEach
	void kill() throws Exception {
		for (Proc process : launches.processes()) {
			process.signal("KILL");
			process.awaitEnd();
		}
		Files.deleteIfExists(sample.logFile());
		Files.deleteIfExists(sample.pidFile());
	}

	@Test
	void relativeJarInAnotherDirectory() throws Exception {
		Path elsewhere = sample.directory().resolve("elsewhere");
		Files.createDirectory(elsewhere);
		Users.own(elsewhere, sample.user());
		Result result = sample.java("-jar", "../sample-web.jar").in(elsewhere).run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.err()).isEmpty();
		assertThat(elsewhere.resolve("sample-web.pid")).exists();
		assertThat(elsewhere.resolve("sample-web.log")).exists();
		assertThat(sample.pidFile()).doesNotExist();
	}

	@Test
	void absoluteJarWithSpaces() {
		assertStarts(sample.jar());
	}

	@Test
	void argumentFile() throws Exception {
		Path file = Files.writeString(sample.directory().resolve("arguments"), """
				# as an IDE or a script writes it
				-Xmx128m -Dsome.property="a value"
				-jar sample-web.jar '--some.argument=another value' ""
				""");
		assertStarts(sample.java("@" + file.getFileName()));
		assertThat(sample.daemon().cmdline()).contains("-jar");
	}

	@Test
	void extractedJar() {
		Path extracted = extract("extracted");
		assertStarts(sample.java("-jar", extracted.getFileName() + "/sample-web.jar"));
	}

	/** A JVM that refuses an archive has nothing of it in its memory. */
	@Test
	void archiveOfItsClasses() {
		assertStarts(sample.quickJar());
		assertThat(sample.daemon().maps()).contains("/sample-web.jsa\n");
	}

	@Test
	void classPathWithMainClass() {
		Path extracted = extract("class-path");
		assertStarts(sample.java(NATIVE_ACCESS, "-cp",
				extracted.getFileName() + "/sample-web.jar:" + extracted + "/lib/*", WebSample.MAIN));
		assertThat(sample.daemon().cmdline()).containsOnlyOnce(NATIVE_ACCESS,
				"--add-opens=java.base/java.lang=ALL-UNNAMED");
	}

	/** The launcher has warned that it has none. */
	@Test
	void nativeAccessIsAddedWhereJavaAsksForIt() {
		Result result = sample.quick("-cp", QuickJar.FILE.toString(), WebSample.MAIN).run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(sample.daemon().cmdline().contains(NATIVE_ACCESS)).isEqualTo(Java.version() >= 24);
	}

	@Test
	void explodedJar() {
		Path exploded = extract("exploded", "--launcher");
		assertStarts(sample.java(NATIVE_ACCESS, "-cp", exploded.getFileName().toString(),
				"org.springframework.boot.loader.launch.JarLauncher"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nohup \"$@\"", "\"$@\" & wait $!" })
	void signalsThatTheCallerIgnoresAreMappedAllTheSame(String script) {
		assertStarts(sample.quickJar("--pandaemonium.signal-map.INT=interrupted").through(script));
		Proc daemon = sample.daemon();
		assertThat(daemon.signals("SigIgn")).doesNotContain(HUP, INT);
		assertThat(daemon.signals("SigCgt")).contains(HUP, INT);
		daemon.signal("HUP");
		sample.awaitSignal("HUP");
		daemon.signal("INT");
		sample.awaitSignal("INT");
	}

	@Test
	void signalThatTheCallerIgnoresIsReset() {
		assertStarts(sample.quickJar().through("trap '' USR2 WINCH; \"$@\" & wait $!"));
		Set<Integer> ignored = sample.daemon().signals("SigIgn");
		ignored.removeAll(WebSample.OF_THREADS);
		assertThat(ignored).isEqualTo(WebSample.IGNORED);
		sample.daemon().signal("INT");
		sample.daemon().awaitEnd();
		assertThat(sample.pidFile()).doesNotExist();
	}

	@Test
	void manyFilesMayBeOpen() {
		assertStarts(sample.quickJar()
			.through("ulimit -n 1048576 2>/dev/null || ulimit -n \"$(ulimit -H -n)\"; exec \"$@\""));
	}

	@Test
	void leavesTheTerminal() {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1)");
		Result result = sample.jar()
			.through(
					"command=; for word; do command=\"$command '$(printf %s \"$word\" | sed \"s/'/'\\\\\\\\''/g\")'\"; "
							+ "done; exec script -qec \"$command\" /dev/null")
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).contains("sample-web is ready: process " + sample.pid());
		assertThat(sample.daemon().terminal()).isZero();
		assertThat(launches.processes()).containsExactly(sample.daemon());
		assertThat(sample.get("/")).contains("DETACHED");
	}

	private static void assertStarts(Launch launch) {
		Result result = launch.run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).startsWith("sample-web is ready: process " + sample.pid());
		assertThat(result.err()).isEmpty();
		assertThat(sample.daemon().directory()).isEqualTo(Path.of("/"));
		assertThat(sample.get("/")).contains("DETACHED");
		assertThat(launches.processes()).containsExactly(sample.daemon());
	}

	private static Path extract(String name, String... options) {
		Path directory = sample.directory().resolve(name);
		Result result = sample
			.java("-Djarmode=tools", "-jar", sample.jarFile().toString(), "extract", "--destination",
					directory.toString())
			.and(options)
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		return directory;
	}

}
