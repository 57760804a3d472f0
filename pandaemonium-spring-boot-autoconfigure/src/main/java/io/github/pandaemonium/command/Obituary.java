package io.github.pandaemonium.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pandaemonium.posix.UnixSignal;
import org.jspecify.annotations.Nullable;

/**
 * How a process ended that nobody waited for, where anything still tells it: a zombie has
 * its status in {@code proc(5)}, and a JVM that crashed has left the file of its error.
 */
final class Obituary {

	/** Of the fields behind the name of the program, counted from 0: state, exit_code. */
	private static final int STATE = 0;

	private static final int EXIT_CODE = 49;

	private Obituary() {
	}

	/**
	 * Tells what is known.
	 * @param pid the process
	 * @param directories where the JVM may have left its file
	 * @return how it ended, or nothing
	 */
	static String of(int pid, List<Path> directories) {
		String status = zombie(Path.of("/proc", Integer.toString(pid), "stat"));
		for (Path directory : directories) {
			Path error = directory.resolve("hs_err_pid" + pid + ".log"); // HotSpot's
																			// -XX:ErrorFile
			if (Files.isRegularFile(error)) {
				status += (status.isEmpty() ? "" : ", ") + "its JVM has crashed, see '" + error + "'";
			}
		}
		return status;
	}

	private static String zombie(Path stat) {
		try {
			String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
			String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
			return (fields[STATE].equals("Z") && fields.length > EXIT_CODE)
					? ended(Integer.parseInt(fields[EXIT_CODE].strip())) : "";
		}
		catch (IOException ex) {
			return ""; // it is quite gone
		}
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
