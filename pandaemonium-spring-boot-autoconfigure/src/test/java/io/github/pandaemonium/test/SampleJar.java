package io.github.pandaemonium.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The jar of the sample whose tests run.
 */
public final class SampleJar {

	private SampleJar() {
	}

	/**
	 * Finds the jar in the build directory of the module.
	 * @param name the name of the sample, for example {@code web}
	 * @return the jar
	 */
	public static Path find(String name) {
		Path jar = Path.of("target", "sample-" + name + ".jar").toAbsolutePath();
		if (!Files.isRegularFile(jar)) {
			throw new IllegalStateException("There is no " + jar + ": package the module first");
		}
		return jar;
	}

	/**
	 * Copies the jar, so that every user can read it wherever the checkout lies.
	 * @param name the name of the sample, for example {@code web}
	 * @param directory where to, for example {@link Launches#directory()}
	 * @return the copy, {@code sample-<name>.jar}, with mode 0644
	 */
	public static Path copy(String name, Path directory) {
		try {
			Path jar = find(name);
			Path copy = Files.copy(jar, directory.resolve(jar.getFileName()));
			Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
			return copy;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
