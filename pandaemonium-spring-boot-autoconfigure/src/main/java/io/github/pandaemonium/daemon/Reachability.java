package io.github.pandaemonium.daemon;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import io.github.pandaemonium.launch.Denial;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Checks, before anything is started, that the daemon gets at what it is made of: its
 * Java, its class path, its configuration and its working directory. A JVM that does not
 * says so with a stack trace, and Spring Boot says nothing at all.
 */
final class Reachability {

	private static final String ANOTHER_FILE = "Let that user write it, or name another file.";

	private final Posix posix;

	private final DaemonOptions options;

	/**
	 * What the daemon's process is born with, or {@code null} where it stays who it is.
	 */
	private final @Nullable Credentials credentials;

	Reachability(Posix posix, DaemonOptions options, @Nullable Credentials credentials) {
		this.posix = posix;
		this.options = options;
		this.credentials = credentials;
	}

	/**
	 * Checks the Java that runs this process and is to run the daemon.
	 */
	void checkJava(Path home) {
		Path java = home.resolve("bin/java");
		if (!Files.isExecutable(java)) {
			throw new LaunchException("The Java that runs this program is gone: '" + java + "'",
					"Start again with the Java that is installed now.");
		}
		if (this.credentials != null) {
			Optional<Denial> denial = Denial.ofEntering(this.posix, this.credentials, java)
				.or(() -> find(List.of(home.resolve("lib/modules"))));
			denial.ifPresent((found) -> {
				throw new LaunchException("The Java '" + home + "' can't be run by " + user() + reason(found),
						"Use a Java that is installed for all users.");
			});
		}
	}

	void checkClassPath(Path directory) {
		find(classPath(directory)).ifPresent((denial) -> {
			throw new LaunchException(
					"The application's '" + denial.path() + "' can't be read by " + user() + reason(denial),
					"Put the application where that user can read it.");
		});
	}

	void checkConfiguration(List<String> files) {
		find(files.stream().map(Path::of).toList()).ifPresent((denial) -> {
			throw new LaunchException(
					"The configuration '" + denial.path() + "' can't be read by " + user() + reason(denial),
					"Let that user read the file and enter its directory.");
		});
	}

	void checkWorkingDirectory() {
		Path path = this.options.workingDirectory();
		if (!Files.exists(path)) {
			throw new InvalidOptionException("working-directory", path.toString(), "there is no such directory",
					"Create it, or name another directory.");
		}
		if (!Files.isDirectory(path)) {
			throw new InvalidOptionException("working-directory", path.toString(), "it is not a directory",
					"Name a directory.");
		}
		Denial.ofEntering(this.posix, this.credentials, path).ifPresent((denial) -> {
			throw new InvalidOptionException("working-directory", path.toString(),
					user() + " may not enter it" + reason(denial),
					"Let that user enter it, or name another directory.");
		});
	}

	void checkStreams() {
		unwritable(this.options.stdout()).ifPresent((reason) -> {
			throw new InvalidOptionException("stdout", this.options.stdout().toString(), reason, ANOTHER_FILE);
		});
		unwritable(this.options.stderr()).ifPresent((reason) -> {
			throw new InvalidOptionException("stderr", this.options.stderr().toString(), reason, ANOTHER_FILE);
		});
	}

	void checkWritten(String property, Path file) {
		unwritable(file).ifPresent((reason) -> {
			throw new LaunchException(property + "=" + file + ": " + reason, ANOTHER_FILE);
		});
	}

	private Optional<String> unwritable(Path file) {
		return Denial.ofWriting(this.posix, this.credentials, file)
			.map((denial) -> denial.cause().equals(file) ? user() + " may not write it"
					: user() + " may not create it in '" + denial.cause() + "'");
	}

	private Optional<Denial> find(List<Path> paths) {
		return (this.credentials != null) ? Denial.find(this.posix, this.credentials, paths) : Optional.empty();
	}

	private String user() {
		String user = this.options.user();
		return (user != null) ? "user '" + user + "'" : (this.credentials != null) ? "the daemon's user" : "this user";
	}

	private static String reason(Denial denial) {
		return denial.cause().equals(denial.path()) ? "" : ", who may not enter '" + denial.cause() + "'";
	}

	private static List<Path> classPath(Path directory) {
		List<Path> paths = new ArrayList<>();
		for (String property : List.of("java.class.path", "jdk.module.path")) {
			Stream.of(System.getProperty(property, "").split(File.pathSeparator))
				.filter((element) -> !element.isEmpty())
				.map((element) -> directory.resolve(Path.of(element)).normalize())
				.forEach(paths::add);
		}
		if (paths.size() == 1) {
			paths.addAll(manifestClassPath(paths.get(0)));
		}
		return paths;
	}

	private static List<Path> manifestClassPath(Path file) {
		if (!Files.isRegularFile(file)) {
			return List.of();
		}
		try (JarFile jar = new JarFile(file.toFile(), false)) {
			Manifest manifest = jar.getManifest();
			String elements = (manifest != null) ? manifest.getMainAttributes().getValue("Class-Path") : null;
			return (elements == null) ? List.of()
					: Stream.of(elements.trim().split(" +")).map(file::resolveSibling).map(Path::normalize).toList();
		}
		catch (IOException | InvalidPathException ex) {
			return List.of(); // an element may be a URL: the JVM has taken it as it is
		}
	}

}
