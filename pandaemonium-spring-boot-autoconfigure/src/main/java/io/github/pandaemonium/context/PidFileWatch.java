package io.github.pandaemonium.context;

import java.io.IOException;
import java.nio.file.Path;

import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.pidfile.PidLockFileWatch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says in the log that someone removed the pid file of the running daemon.
 */
final class PidFileWatch implements PidLockFileWatch.Listener {

	private static final Log logger = LogFactory.getLog(PidFileWatch.class);

	private PidFileWatch() {
	}

	static void start(@Nullable PidLockFile file) {
		if (file == null) {
			return;
		}
		try {
			PidLockFileWatch.start(file, new PidFileWatch());
		}
		catch (IOException ex) {
			logger.warn("The pid file '" + file.path() + "' can't be watched: " + ex.getMessage());
		}
	}

	@Override
	public void restored(Path path) {
		logger.warn("The pid file '" + path + "' was removed while the daemon runs, and has been put back");
	}

	@Override
	public void lost(Path path, RuntimeException cause) {
		logger.error("The pid file '" + path + "' was removed while the daemon runs, and can't be put back: "
				+ cause.getMessage());
	}

}
