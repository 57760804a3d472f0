package io.github.pandaemonium.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pandaemonium.posix.ProcessStat;
import io.github.pandaemonium.posix.UnixSignal;
import org.jspecify.annotations.Nullable;

/**
 * How a process ended that nobody waited for, where anything still tells it: a zombie has
 * its status in {@code proc(5)}, and a JVM that crashed has left the file of its error.
 */
final class Obituary {

	private Obituary() {
	}

	/**
	 * Tells what is known.
	 * @param pid the process
	 * @param directories where the JVM may have left its file
	 * @return how it ended, or nothing
	 */
	static String of(int pid, List<Path> directories) {
		String status = zombie(pid);
		for (Path directory : directories) {
			Path error = directory.resolve("hs_err_pid" + pid + ".log"); // HotSpot's
																			// -XX:ErrorFile
			if (Files.isRegularFile(error)) {
				status += (status.isEmpty() ? "" : ", ") + "its JVM has crashed, see '" + error + "'";
			}
		}
		return status;
	}

	private static String zombie(int pid) {
		ProcessStat stat = ProcessStat.of(Integer.toString(pid));
		return (stat != null && stat.state() == 'Z') ? ended(stat.exitCode()) : "";
	}

	/**
	 * Reads a status as {@code wait(2)} gives it. 0 is also what the kernel tells those
	 * who may not know.
	 */
	private static String ended(int code) {
		int number = code & 0x7f;
		if (number == 0) {
			return (code == 0) ? "" : "it ended with status " + (code >> 8);
		}
		@Nullable UnixSignal signal = UnixSignal.find(number);
		return "it was ended by signal " + number + ((signal != null) ? " (" + signal.name() + ")" : "");
	}

}
