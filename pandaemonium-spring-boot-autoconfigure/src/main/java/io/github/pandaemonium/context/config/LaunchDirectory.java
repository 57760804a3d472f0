package io.github.pandaemonium.context.config;

import java.nio.file.Path;

import io.github.pandaemonium.launch.Birth;
import org.jspecify.annotations.Nullable;

/**
 * The directory that the launcher was started in, as the daemon's mark names it.
 *
 * @since 0.1.0
 */
public final class LaunchDirectory {

	private LaunchDirectory() {
	}

	/**
	 * Return the directory that this daemon was launched from.
	 * @return the directory or {@code null} if this process is not a daemon, or bears the
	 * mark of another one and is refused soon
	 */
	public static @Nullable Path ofDaemon() {
		Birth birth = Birth.isOfThisProcess() ? Birth.ofThisProcess() : null;
		return (birth != null) ? birth.directory() : null;
	}

}
