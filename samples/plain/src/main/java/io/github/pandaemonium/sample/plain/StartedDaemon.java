package io.github.pandaemonium.sample.plain;

import java.nio.file.Path;

import io.github.pandaemonium.daemon.Daemon;

/**
 * The first way: {@code start()}. The launcher goes on with a life of its own; this one
 * looks after its daemon.
 */
final class StartedDaemon {

	private StartedDaemon() {
	}

	static void start() {
		Path directory = Daemon.launchDirectory();
		Daemon daemon = Daemon.builder()
			.target(Work::run)
			.pidFile(directory.resolve("sample-plain.pid"))
			.stdout(directory.resolve("sample-plain.out"))
			.stderr(directory.resolve("sample-plain.err"))
			.build();
		System.out.println("Hello from process " + ProcessHandle.current().pid());
		daemon.start();
		// only the launcher comes here: in the daemon, start() runs the target and exits
		long pid = daemon.pid().orElseThrow();
		System.out.println("Started process " + pid);
		System.out.print("Its output: " + daemon.output());
		System.out.println("Its error: " + daemon.error());
		ProcessHandle.of(pid).ifPresent((process) -> process.onExit().join());
		System.out.println("Process " + pid + " has ended");
	}

}
