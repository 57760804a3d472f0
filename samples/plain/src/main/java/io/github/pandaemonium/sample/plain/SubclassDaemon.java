package io.github.pandaemonium.sample.plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;

import io.github.pandaemonium.daemon.Daemon;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.daemon.StageStep;
import io.github.pandaemonium.signal.ReceivedSignal;
import io.github.pandaemonium.signal.SignalMap;
import org.jspecify.annotations.Nullable;

/**
 * A subclass: it reads its orders from standard input, hears of its signals, and has a
 * stage of its own. {@code report()} prints what the daemon printed up to stage 9 and
 * quits.
 */
final class SubclassDaemon extends Daemon {

	private static final Path DIRECTORY = Daemon.launchDirectory();

	SubclassDaemon() {
		super(options());
	}

	@Override
	protected void run() throws InterruptedException {
		new Scanner(System.in).forEachRemaining((order) -> System.out.println("Order: " + order));
		Work.run();
	}

	@Override
	protected void onSignal(ReceivedSignal signal) {
		System.out.println("Received " + signal.name() + " for " + signal.action());
	}

	@Override
	protected @Nullable StageStep replacement(Stage stage) {
		return (stage == Stage.PID_FILE) ? SubclassDaemon::writeProcess : null;
	}

	private static void writeProcess() throws IOException {
		Path file = DIRECTORY.resolve("sample-plain.json");
		Files.writeString(file, "{\"pid\": " + ProcessHandle.current().pid() + "}\n");
		System.out.println("Process written to " + file);
	}

	private static DaemonOptions options() {
		return Daemon.builder()
			.stdinText("plan\nbuild\nrest\n")
			.stdout(DIRECTORY.resolve("sample-plain.out"))
			.stderr(DIRECTORY.resolve("sample-plain.out"))
			.signalMap(SignalMap.builder()
				.on("USR1", (signal) -> System.out.println("Called by " + signal.name()))
				.on("HUP", "rescan")
				.build())
			.options();
	}

}
