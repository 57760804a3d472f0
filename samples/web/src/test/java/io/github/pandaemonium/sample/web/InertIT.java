package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs of the application that are not its own start, and in which nothing detaches.
 */
class InertIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Path extracted;

	@BeforeAll
	static void extract() {
		sample = WebSample.ordinary(launches);
		extracted = sample.directory().resolve("extracted");
		Result result = sample
			.java("-Djarmode=tools", "-jar", sample.jarFile().toString(), "extract", "--destination",
					extracted.toString())
			.run();
		assertThat(result.status()).as("%s", result).isZero();
	}

	@AfterEach
	void nothingIsLeft() {
		assertThat(launches.processes()).isEmpty();
		assertThat(sample.pidFile()).doesNotExist();
	}

	@Test
	void processAot() {
		Path output = sample.directory().resolve("aot");
		Result result = sample
			.java("-cp", classPath(), "org.springframework.boot.SpringApplicationAotProcessor", WebSample.MAIN,
					output + "/sources", output + "/resources", output + "/classes", "io.github.pandaemonium", "sample")
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).doesNotContain("is ready");
		assertThat(output.resolve("sources/io/github/pandaemonium/sample/web")).isDirectory();
	}

	@Test
	void trainingRun() {
		Result result = sample
			.java("-XX:ArchiveClassesAtExit=application.jsa", "-Dspring.context.exit=onRefresh", "-jar",
					"extracted/sample-web.jar")
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).doesNotContain("is ready");
		assertThat(sample.directory().resolve("application.jsa")).isNotEmptyFile();
	}

	@Test
	void classesInADirectory() {
		Started application = classesInADirectory("").start();
		await().atMost(WebSample.PATIENCE)
			.until(() -> application.out().contains("Started WebApplication") || !application.isAlive());
		assertThat(launches.processes()).containsExactly(application.proc());
		assertThat(sample.pidFile()).doesNotExist();
		application.signal("TERM");
		assertThat(application.await().status()).isEqualTo(128 + 15);
		assertThat(application.err()).isEmpty();
	}

	@Test
	void classesInADirectorySayWhyInATerminal() {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1)");
		Result result = classesInADirectory("script -qec \"$*\" /dev/null")
			.and("--spring.main.web-application-type=none", "--spring.main.keep-alive=false")
			.run();
		assertThat(result.out()).contains("sample-web does not detach because its classes are in the directory");
	}

	@Test
	void jshell() throws Exception {
		String jshell = Java.assumeTool("jshell");
		Path script = Files.writeString(sample.directory().resolve("script.jsh"),
				WebSample.MAIN + ".main(new String[] { \"--spring.main.web-application-type=none\" });\n"
						+ "System.out.println(\"still here\");\n/exit\n");
		// JDK 17 has no class path in its own JVM, 25 dies on the console of another one
		String execution = (Java.version() < 22) ? "jdi" : "local";
		Result result = launches
			.command(jshell, "-J-Djava.util.prefs.userRoot=" + sample.directory(), "--execution", execution,
					"--class-path", classPath(), script.toString())
			.as(sample.user())
			.in(sample.directory())
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).contains("Started WebApplication", "still here").doesNotContain("is ready");
	}

	private Launch classesInADirectory(String script) {
		Path classes = copyClasses();
		Launch launch = sample.java("-cp", classes + ":" + libraries(), WebSample.MAIN);
		return script.isEmpty() ? launch : launch.through(script);
	}

	private static String classPath() {
		return extracted.resolve("sample-web.jar") + ":" + libraries();
	}

	private static String libraries() {
		try (Stream<Path> files = Files.list(extracted.resolve("lib"))) {
			return String.join(":", files.map(Path::toString).sorted().toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path copyClasses() {
		Path classes = launches.directory();
		Result result = launches.command("cp", "-R", "target/classes/.", classes.toString()).run();
		assertThat(result.status()).as("%s", result).isZero();
		Result mode = launches.command("chmod", "-R", "a+rX", classes.toString()).run();
		assertThat(mode.status()).as("%s", mode).isZero();
		return classes;
	}

}
