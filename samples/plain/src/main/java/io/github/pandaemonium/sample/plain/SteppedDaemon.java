package io.github.pandaemonium.sample.plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pandaemonium.daemon.Daemon;
import io.github.pandaemonium.daemon.Stage;

/**
 * The second way: stages, and steps of one's own between them. The spool directory is
 * made after the daemon has its user and umask, and before it leaves the launch
 * directory.
 */
final class SteppedDaemon {

	private SteppedDaemon() {
	}

	static void start() throws IOException {
		Path directory = Daemon.launchDirectory();
		Daemon daemon = Daemon.builder()
			.target(Work::run)
			.umask(027)
			.pidFile(directory.resolve("sample-plain.pid"))
			.stdout(directory.resolve("sample-plain.out"))
			.build();
		daemon.runThrough(Stage.UMASK);
		// from here on only the daemon's process, with stages 1 to 4 completed
		Path spool = Files.createDirectories(directory.resolve("sample-plain.spool"));
		System.out.println("Spooling to " + spool);
		daemon.start();
	}

}
