package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What root can use and the daemon's user can't. It is told before a JVM of that user
 * starts, which would say it with a stack trace or not at all.
 */
@Tag("any-java")
class BadUserIT {

	private static final String READ = "Let that user read the file and enter its directory.";

	private static final String WRITE = "Let that user write it, or name another file.";

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Path extracted;

	private FailingStart start;

	private Path closed;

	@BeforeAll
	static void prepare() {
		Users.assumeRootAndNobody();
		sample = new WebSample(launches, Users.NOBODY);
		extracted = sample.extract();
	}

	@BeforeEach
	void close() throws IOException {
		this.closed = launches.directory();
		permit(this.closed, "rwx------");
		this.start = new FailingStart(launches, sample);
	}

	@Test
	void jarThatTheUserMayNotRead() throws IOException {
		Path jar = Files.copy(sample.jarFile(), launches.directory().resolve("secret.jar"));
		permit(jar, "rw-------");
		this.start.refused(jar(jar), "The application's '" + jar + "' can't be read by user 'nobody'",
				"Put the application where that user can read it.");
	}

	@Test
	void directoryOfTheJarThatTheUserMayNotEnter() throws IOException {
		Path jar = Files.copy(sample.jarFile(), this.closed.resolve("app.jar"));
		this.start.refused(jar(jar), "The application's '" + jar
				+ "' can't be read by user 'nobody', who may not enter '" + this.closed + "'",
				"Put the application where that user can read it.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "always", "never" })
	void configurationThatTheUserMayNotRead(String detach) throws IOException {
		Path file = Files.writeString(launches.directory().resolve("secret.yml"), "some: thing\n");
		permit(file, "rw-------");
		this.start.refused(asRoot("--spring.config.import=file:" + file).and("--pandaemonium.detach=" + detach),
				"The configuration '" + file + "' can't be read by user 'nobody'", READ);
	}

	@Test
	void directoryOfTheConfigurationThatTheUserMayNotEnter() throws IOException {
		Path file = Files.writeString(this.closed.resolve("application.yml"), "some: thing\n");
		this.start.refused(asRoot("--spring.config.additional-location=file:" + this.closed + "/"),
				"The configuration '" + file + "' can't be read by user 'nobody', who may not enter '" + this.closed
						+ "'",
				READ);
	}

	@Test
	void workingDirectoryThatTheUserMayNotEnter() {
		this.start.refused(asRoot("--pandaemonium.working-directory=" + this.closed),
				"pandaemonium.working-directory=" + this.closed + ": user 'nobody' may not enter it",
				"Let that user enter it, or name another directory.");
	}

	@Test
	void outputFileThatTheUserMayNotCreate() {
		this.start.refused(asRoot("--pandaemonium.stdout=" + this.closed + "/x.log"), "pandaemonium.stdout="
				+ this.closed + "/x.log: user 'nobody' may not create it in '" + this.closed + "'", WRITE);
	}

	@Test
	void logFileThatTheUserMayNotWrite() throws IOException {
		Path log = Files.writeString(launches.directory().resolve("root.log"), "");
		this.start.refused(asRoot("--logging.file.name=" + log),
				"logging.file.name=" + log + ": user 'nobody' may not write it", WRITE);
	}

	private Launch asRoot(String... arguments) {
		return jar(extracted).and(arguments);
	}

	private Launch jar(Path jar) {
		return sample.byRoot(sample.java("-jar", jar.toString()));
	}

	private static void permit(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

}
