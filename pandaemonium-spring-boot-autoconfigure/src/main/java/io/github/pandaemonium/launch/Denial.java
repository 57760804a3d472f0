package io.github.pandaemonium.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Credentials;

/**
 * A file that the daemon's user may not read although the launcher's may. It is found out
 * as that user, so that access control lists and mounts are judged as they will be.
 *
 * @param path the file or directory that is needed
 * @param cause the file itself, or the directory on the way that may not be entered
 * @since 0.1.0
 */
public record Denial(Path path, Path cause) {

	/**
	 * Finds the first file that may not be read, or directory that may not be read and
	 * entered. Files that are not there are passed over.
	 * @param posix the system calls
	 * @param credentials the daemon's user and groups
	 * @param paths the absolute paths
	 * @return the denial, if there is one
	 */
	public static Optional<Denial> find(Posix posix, Credentials credentials, List<Path> paths) {
		List<Path> present = paths.stream().filter(Files::exists).toList();
		return CredentialsThread.call(posix, credentials,
				() -> present.stream().filter((path) -> !isReadable(path)).map(Denial::of).findFirst());
	}

	/**
	 * Finds out whether a directory may not be entered.
	 * @param posix the system calls
	 * @param credentials the daemon's user and groups
	 * @param directory the absolute path
	 * @return the denial, if it is one
	 */
	public static Optional<Denial> ofEntering(Posix posix, Credentials credentials, Path directory) {
		return CredentialsThread.call(posix, credentials,
				() -> Files.isExecutable(directory) ? Optional.empty() : Optional.of(of(directory)));
	}

	private static Denial of(Path path) {
		for (int count = 1; count < path.getNameCount(); count++) {
			Path directory = path.getRoot().resolve(path.subpath(0, count));
			if (!Files.isExecutable(directory)) {
				return new Denial(path, directory);
			}
		}
		return new Denial(path, path);
	}

	private static boolean isReadable(Path path) {
		return Files.isReadable(path) && (!Files.isDirectory(path) || Files.isExecutable(path));
	}

}
