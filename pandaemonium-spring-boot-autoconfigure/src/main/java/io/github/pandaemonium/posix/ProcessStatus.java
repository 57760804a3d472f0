package io.github.pandaemonium.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc/PID/status} tells of a process, see {@code proc(5)}.
 *
 * @param state the state, for example {@code S} or {@code Z}
 * @param parent the number of the parent process
 * @param uids real, effective, saved and file system user
 * @param gids real, effective, saved and file system group
 * @param groups the supplementary groups
 * @param ignored the signals that are ignored, bit n-1 for signal n
 * @param caught the signals that have a handler, bit n-1 for signal n
 * @param filtered whether its system calls are restricted, see {@code seccomp(2)}
 * @since 0.1.0
 */
public record ProcessStatus(char state, int parent, List<Integer> uids, List<Integer> gids, List<Integer> groups,
		long ignored, long caught, boolean filtered) {

	/**
	 * Reads the status of a process.
	 * @param process its number, {@code self} or {@code thread-self}
	 * @return the status, or {@code null} where there is no such process
	 */
	public static @Nullable ProcessStatus of(String process) {
		Map<String, String> fields = new HashMap<>();
		try {
			for (String line : Files.readAllLines(Path.of("/proc", process, "status"), StandardCharsets.ISO_8859_1)) {
				int colon = line.indexOf(':');
				if (colon > 0) {
					fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
				}
			}
		}
		catch (IOException ex) {
			return null;
		}
		return new ProcessStatus(fields.getOrDefault("State", "?").charAt(0),
				Integer.parseInt(fields.getOrDefault("PPid", "0")), numbers(fields, "Uid"), numbers(fields, "Gid"),
				numbers(fields, "Groups"), mask(fields, "SigIgn"), mask(fields, "SigCgt"),
				!fields.getOrDefault("Seccomp", "0").equals("0"));
	}

	/**
	 * Whether a signal is ignored.
	 * @param signal the number of the signal
	 * @return whether it is
	 */
	public boolean ignores(int signal) {
		return (this.ignored & (1L << (signal - 1))) != 0;
	}

	/**
	 * Whether a signal has a handler.
	 * @param signal the number of the signal
	 * @return whether it has
	 */
	public boolean catches(int signal) {
		return (this.caught & (1L << (signal - 1))) != 0;
	}

	boolean hasGroups(List<Integer> wanted) {
		return new HashSet<>(this.groups).equals(new HashSet<>(wanted));
	}

	private static List<Integer> numbers(Map<String, String> fields, String name) {
		List<Integer> numbers = new ArrayList<>();
		for (String number : fields.getOrDefault(name, "").split("\\s+")) {
			if (!number.isEmpty()) {
				numbers.add((int) Long.parseLong(number));
			}
		}
		return numbers;
	}

	private static long mask(Map<String, String> fields, String name) {
		return Long.parseUnsignedLong(fields.getOrDefault(name, "0"), 16);
	}

}
