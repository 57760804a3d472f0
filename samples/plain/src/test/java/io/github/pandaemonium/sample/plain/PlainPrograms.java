package io.github.pandaemonium.sample.plain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.pandaemonium.launch.Supervision;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.SampleJar;
import org.junit.jupiter.api.Assumptions;

import static org.awaitility.Awaitility.await;

/**
 * The jar of the sample and the programs of its tests, where every user can read them.
 */
final class PlainPrograms {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final Path jar;

	private final Path classes;

	PlainPrograms(Path directory) {
		this.jar = SampleJar.copy("plain", directory);
		this.classes = copyClasses(directory.resolve("classes"));
	}

	/**
	 * Prepares a start of the sample.
	 */
	Launch sample(Launches launches, Path directory, String... arguments) {
		Supervision supervision = Supervision.ofThisProcess();
		Assumptions.assumeFalse(supervision.isPresent(),
				() -> "what these tests start does not detach: " + supervision.evidence());
		return launches.java("-jar", this.jar.toString()).and(arguments).in(directory);
	}

	/**
	 * Prepares a start of one of the {@link Programs}.
	 */
	Launch program(Launches launches, Path directory, String... arguments) {
		return launches
			.java("--enable-native-access=ALL-UNNAMED", "-cp", this.jar + ":" + this.classes, Programs.class.getName())
			.and(arguments)
			.in(directory);
	}

	/**
	 * Reads who runs, from the pid file.
	 */
	static Proc daemon(Path pidFile) {
		return new Proc(Long.parseLong(lines(pidFile).get(0)));
	}

	/**
	 * Returns the parent of a process whose own has ended: process 1, or one that takes
	 * its place (prctl(2), PR_SET_CHILD_SUBREAPER).
	 */
	static long parentOfOrphans(Launches launches, Path directory) {
		launches.command("/bin/sh", "-c", "sleep 60 & echo $! >orphan.new; mv orphan.new orphan").in(directory).run();
		return daemon(directory.resolve("orphan")).parent();
	}

	static List<String> lines(Path file) {
		return text(file).lines().toList();
	}

	static String text(Path file) {
		try {
			return Files.exists(file) ? Files.readString(file) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String awaitText(Path file, String text) {
		await().atMost(PATIENCE).until(() -> text(file).contains(text));
		return text(file);
	}

	private static Path copyClasses(Path target) {
		Path source = Path.of(Programs.class.getProtectionDomain().getCodeSource().getLocation().getPath());
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.toList()) {
				Path copy = target.resolve(source.relativize(file).toString());
				Files.copy(file, copy);
				Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
			}
			return target;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
