package io.github.pandaemonium.sample.plain;

import io.github.pandaemonium.daemon.Daemon;
import io.github.pandaemonium.pidfile.AlreadyLockedException;
import io.github.pandaemonium.pidfile.PidLockFile;

/**
 * The third way: one program that is a daemon or stays in the foreground, with a pid file
 * of its own.
 */
final class ActivatedDaemon {

	private ActivatedDaemon() {
	}

	static void start(boolean foreground) throws InterruptedException {
		PidLockFile pidFile = new PidLockFile(Daemon.launchDirectory().resolve("sample-plain.pid"));
		try {
			pidFile.acquire();
		}
		catch (AlreadyLockedException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
		if (foreground) {
			pidFile.seal();
			Runtime.getRuntime().addShutdownHook(new Thread(pidFile::release));
		}
		else {
			Daemon.builder().pidFile(pidFile).build().activate();
		}
		// at this point, in either mode, the pid file holds our process id
		Work.run();
	}

}
