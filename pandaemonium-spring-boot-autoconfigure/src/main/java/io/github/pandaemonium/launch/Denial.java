package io.github.pandaemonium.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * A file that the daemon's user may not use, although the launcher's perhaps may. It is
 * found out as that user, so that access control lists and mounts are judged as they will
 * be.
 *
 * @param path the file or directory that is needed
 * @param cause the file itself, or the directory on the way that is closed
 * @since 0.1.0
 */
public record Denial(Path path, Path cause) {

	/**
	 * Finds the first file that may not be read, or directory that may not be read and
	 * entered. Files that are not there are passed over.
	 * @param posix the system calls
	 * @param credentials the daemon's user and groups, if they change
	 * @param paths the absolute paths
	 * @return the denial, if there is one
	 */
	public static Optional<Denial> find(Posix posix, @Nullable Credentials credentials, List<Path> paths) {
		List<Path> present = paths.stream().filter(Files::exists).toList();
		return as(posix, credentials,
				() -> present.stream().filter((path) -> !isReadable(path)).map(Denial::of).findFirst());
	}

	/**
	 * Finds out whether a directory may not be entered, or a program not run.
	 * @param posix the system calls
	 * @param credentials the daemon's user and groups, if they change
	 * @param directory the absolute path
	 * @return the denial, if it is one
	 */
	public static Optional<Denial> ofEntering(Posix posix, @Nullable Credentials credentials, Path directory) {
		return as(posix, credentials,
				() -> Files.isExecutable(directory) ? Optional.empty() : Optional.of(of(directory)));
	}

	/**
	 * Finds out whether a file may not be written, or not created where it is not there.
	 * @param posix the system calls
	 * @param credentials the daemon's user and groups, if they change
	 * @param file the absolute path
	 * @return the denial, if it is one; its cause is the nearest directory that is there
	 */
	public static Optional<Denial> ofWriting(Posix posix, @Nullable Credentials credentials, Path file) {
		return as(posix, credentials, () -> {
			Path present = file;
			while (!Files.exists(present) && present.getParent() != null) {
				present = present.getParent();
			}
			boolean writable = Files.isWritable(present) && (present.equals(file) || Files.isExecutable(present));
			return writable ? Optional.empty() : Optional.of(new Denial(file, present));
		});
	}

	private static <T> T as(Posix posix, @Nullable Credentials credentials, Supplier<T> look) {
		return (credentials != null) ? CredentialsThread.call(posix, credentials, look) : look.get();
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
