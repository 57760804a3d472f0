package io.github.pandaemonium.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc/PID/stat} tells of a process or of a thread, see
 * {@code proc_pid_stat(5)}.
 *
 * @param id the number of the process or of the thread
 * @param state the state, for example {@code S} or {@code Z}
 * @param parent the number of the parent process; 0 if it is outside of this pid
 * namespace
 * @param terminal the controlling terminal, 0 if there is none
 * @param startTime when it began, in hundredths of a second since the machine was booted.
 * A process keeps it when it replaces its program ({@code exec(3)})
 * @param exitCode of a zombie the status as {@code wait(2)} gives it; otherwise, and
 * where the caller may not know, 0
 * @since 0.1.0
 */
public record ProcessStat(long id, char state, long parent, long terminal, long startTime, int exitCode) {

	// fields behind the name of the program, from 0
	private static final int STATE = 0;

	private static final int PARENT = 1;

	private static final int TERMINAL = 4;

	private static final int START_TIME = 19;

	private static final int EXIT_CODE = 49;

	private static final int MILLIS_OF_TICK = 10; // USER_HZ

	/**
	 * Reads what there is of a process.
	 * @param process its number, {@code self} or {@code thread-self}
	 * @return the fields, or {@code null} where there is no such process, or none that
	 * may be seen
	 */
	public static @Nullable ProcessStat of(String process) {
		try {
			return parse(read("/proc/" + process + "/stat"));
		}
		catch (IOException | RuntimeException ex) { // not as it is documented
			return null;
		}
	}

	/**
	 * The name of the program may itself be {@code a) R 1 (b}.
	 */
	static ProcessStat parse(String stat) {
		String[] fields = stat.strip().substring(stat.lastIndexOf(')') + 2).split(" ");
		return new ProcessStat(Long.parseLong(stat.substring(0, stat.indexOf(' '))), fields[STATE].charAt(0),
				Long.parseLong(fields[PARENT]), Long.parseLong(fields[TERMINAL]), Long.parseLong(fields[START_TIME]),
				(fields.length > EXIT_CODE) ? Integer.parseInt(fields[EXIT_CODE]) : 0);
	}

	/**
	 * Returns how long ago it began, by the clock in which its start is told: the time of
	 * day may have been set since.
	 * @return the time, or zero where {@code /proc/uptime} can't be read, or is that of
	 * the container, as {@code lxcfs(1)} has it
	 */
	public Duration age() {
		try {
			String uptime = read("/proc/uptime"); // in seconds with two decimals, see
													// proc_uptime(5)
			long millis = (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000);
			return Duration.ofMillis(Math.max(0, millis - this.startTime * MILLIS_OF_TICK));
		}
		catch (IOException | RuntimeException ex) {
			return Duration.ZERO;
		}
	}

	private static String read(String file) throws IOException {
		return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
	}

}
