package io.github.pandaemonium.context;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The directory that the launcher was started in, as the daemon's mark names it.
 */
final class LaunchDirectory {

	private static final String MARK = "pandaemonium.birth";

	private static final String KEY = "directory=";

	private LaunchDirectory() {
	}

	/**
	 * Return the directory that this daemon was launched from.
	 * @return the directory or {@code null} if this process is not a daemon
	 */
	static @Nullable Path ofDaemon() {
		String mark = System.getProperty(MARK);
		if (mark == null) {
			return null;
		}
		for (String pair : mark.split("&")) {
			if (pair.startsWith(KEY)) {
				return Path.of(URLDecoder.decode(pair.substring(KEY.length()), StandardCharsets.UTF_8));
			}
		}
		return null;
	}

}
