package io.github.pandaemonium.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.StartRecord;
import io.github.pandaemonium.command.Verb;
import io.github.pandaemonium.daemon.Inheritance;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.InPlace;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;

/**
 * Repeats the last start where a restart is given no arguments: user, pid file and all
 * else may be among those of that start.
 */
final class StartReplay {

	private final ApplicationStart start;

	private final Path pidFile;

	StartReplay(ApplicationStart start, Path pidFile) {
		this.start = start;
		this.pidFile = pidFile;
	}

	/**
	 * Replaces this process by one with the arguments of the last start, if they are
	 * others.
	 * @param verb what that process is to do
	 */
	void run(Verb verb) {
		if (!this.start.arguments().isEmpty()) {
			return;
		}
		Posix posix = NativeAccess.posix();
		StartRecord record = StartRecord.read(posix, this.pidFile);
		if (record == null) {
			if (!StartRecord.isPossible(posix, this.pidFile)) {
				this.start.console()
					.warning("it is started without arguments: those of the last start could not be recorded, since "
							+ "others can write beside '" + this.pidFile + "'");
			}
			return;
		}
		CommandLine commandLine = this.start.commandLine();
		boolean ownOptions = !commandLine.ownOptions().isEmpty();
		boolean elsewhere = isElsewhere(Path.of(record.directory()));
		if (elsewhere || !record.arguments().isEmpty() || (!ownOptions && !record.options().isEmpty())) {
			List<String> arguments = new ArrayList<>(List.of(verb.toString()));
			arguments.addAll(record.arguments());
			// with all files of the caller, since those arguments may say which to
			// inherit
			InPlace.exec(posix, commandLine.withOwnOptions(ownOptions ? commandLine.ownOptions() : record.options())
				.withApplicationArguments(arguments), Path.of(record.directory()), Inheritance.ofCaller());
		}
	}

	private static boolean isElsewhere(Path directory) {
		try {
			return !Files.isSameFile(directory, ApplicationStart.directory());
		}
		catch (IOException ex) {
			throw new CommandException(ExitStatus.FAILED,
					"the directory '" + directory + "', where it was started, can't be found any more",
					"Give the arguments of the start.");
		}
	}

}
