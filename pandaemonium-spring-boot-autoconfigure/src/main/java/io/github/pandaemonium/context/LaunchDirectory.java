package io.github.pandaemonium.context;

import java.nio.file.Path;

import io.github.pandaemonium.launch.Birth;
import org.jspecify.annotations.Nullable;

/**
 * The directory that the launcher was started in, as the daemon's mark names it.
 */
final class LaunchDirectory {

	private LaunchDirectory() {
	}

	/**
	 * Return the directory that this daemon was launched from.
	 * @return the directory or {@code null} if this process is not a daemon, or bears the
	 * mark of another one and is refused soon
	 */
	static @Nullable Path ofDaemon() {
		Birth birth = Birth.isOfThisProcess() ? Birth.ofThisProcess() : null;
		return (birth != null) ? birth.directory() : null;
	}

}
