package io.github.pandaemonium.pidfile;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Something is wrong with a {@link PidLockFile}.
 *
 * @since 0.1.0
 */
public abstract class PidLockFileException extends RuntimeException {

	private final Path path;

	PidLockFileException(Path path, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.path = path;
	}

	/**
	 * Returns the path of the pid file.
	 * @return the path
	 */
	public Path getPath() {
		return this.path;
	}

	static String describe(int pid) {
		return (pid > 0) ? "process " + pid : "another process";
	}

}
