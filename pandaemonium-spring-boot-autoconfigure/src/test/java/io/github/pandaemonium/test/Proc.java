package io.github.pandaemonium.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * What {@code /proc} says of a process (proc(5)).
 *
 * @param pid the process id
 */
public record Proc(long pid) {

	/**
	 * Returns all processes.
	 * @return those that this user can see
	 */
	public static List<Proc> all() {
		return ProcessHandle.allProcesses().map((handle) -> new Proc(handle.pid())).toList();
	}

	/**
	 * Returns the process that runs the test.
	 * @return this process
	 */
	public static Proc self() {
		return new Proc(ProcessHandle.current().pid());
	}

	/**
	 * Whether it runs; a zombie does not.
	 * @return whether it runs
	 */
	public boolean isAlive() {
		try {
			String state = status("State");
			return !state.startsWith("Z") && !state.startsWith("X");
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	/**
	 * Sends a signal.
	 * @param name the name without {@code SIG}, or the number
	 */
	public void signal(String name) {
		try {
			// not ProcessHandle, which knows two signals only
			new ProcessBuilder("/bin/kill", "-" + name, Long.toString(this.pid))
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Waits for its end, one minute at most.
	 */
	public void awaitEnd() {
		long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
		while (isAlive()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError("Still running: " + this.pid + " " + cmdline());
			}
			LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
		}
	}

	/**
	 * Returns a field of the status.
	 * @param field its name, for example {@code Umask}
	 * @return its value
	 */
	public String status(String field) {
		return field(text("status"), field);
	}

	private static String field(String status, String field) {
		return status.lines()
			.filter((line) -> line.startsWith(field + ":"))
			.map((line) -> line.substring(field.length() + 1).trim())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no field " + field));
	}

	/**
	 * Returns the numbers in a field of the status.
	 * @param field its name, for example {@code Uid}: real, effective, saved, file system
	 * @return the numbers
	 */
	public List<Long> numbers(String field) {
		return Arrays.stream(status(field).split("\\s+"))
			.filter((number) -> !number.isEmpty())
			.map(Long::valueOf)
			.toList();
	}

	/**
	 * Returns the signals in a field of the status.
	 * @param field {@code SigIgn}, {@code SigCgt} or {@code SigBlk}
	 * @return their numbers
	 */
	public Set<Integer> signals(String field) {
		long mask = Long.parseUnsignedLong(status(field), 16);
		Set<Integer> signals = new TreeSet<>();
		for (int number = 1; number <= Long.SIZE; number++) {
			if ((mask & (1L << (number - 1))) != 0) {
				signals.add(number);
			}
		}
		return signals;
	}

	/**
	 * Returns the process id of its parent.
	 * @return the process id
	 */
	public long parent() {
		return stat(4);
	}

	/**
	 * Returns its session.
	 * @return the process id of the session's leader
	 */
	public long session() {
		return stat(6);
	}

	/**
	 * Returns its controlling terminal.
	 * @return the device number, 0 if there is none
	 */
	public long terminal() {
		return stat(7);
	}

	/**
	 * Returns its working directory.
	 * @return the directory
	 */
	public Path directory() {
		return link(path("cwd"));
	}

	/**
	 * Returns a soft limit.
	 * @param name the name, for example {@code Max core file size}
	 * @return the number or {@code unlimited}
	 */
	public String limit(String name) {
		return text("limits").lines()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(name.length()).trim().split("\\s+")[0])
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no limit " + name));
	}

	/**
	 * Returns the processors of its threads.
	 * @param thread the name of the threads, a regular expression
	 * @return the list of each thread that may run, for example {@code 0-1}
	 */
	public List<String> processors(String thread) {
		List<String> processors = new ArrayList<>();
		try (DirectoryStream<Path> tasks = Files.newDirectoryStream(path("task"))) {
			for (Path task : tasks) {
				try {
					String status = text("task/" + task.getFileName() + "/status");
					if (field(status, "Name").matches(thread)) {
						processors.add(field(status, "Cpus_allowed_list"));
					}
				}
				catch (IllegalStateException ex) {
					// it has ended meanwhile
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return processors;
	}

	/**
	 * Returns its open files.
	 * @return number and target of each descriptor
	 */
	public Map<Integer, String> files() {
		Map<Integer, String> files = new TreeMap<>();
		try (DirectoryStream<Path> links = Files.newDirectoryStream(path("fd"))) {
			for (Path link : links) {
				try {
					files.put(Integer.valueOf(link.getFileName().toString()), Files.readSymbolicLink(link).toString());
				}
				catch (IOException ex) {
					// it has been closed meanwhile
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return files;
	}

	/**
	 * Whether it holds the lock of a file by flock(2).
	 * @param file the file
	 * @return whether it does
	 */
	public boolean holdsLock(Path file) {
		return files().entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(file.toString()))
			.anyMatch((entry) -> text("fdinfo/" + entry.getKey()).contains("FLOCK"));
	}

	/**
	 * Whether a descriptor is closed in the programs that it starts.
	 * @param descriptor the number
	 * @return whether it is close-on-exec
	 */
	public boolean closesOnExec(int descriptor) {
		String flags = text("fdinfo/" + descriptor).lines()
			.filter((line) -> line.startsWith("flags:"))
			.findFirst()
			.orElseThrow();
		return (Long.parseLong(flags.substring("flags:".length()).trim(), 8) & 02000000) != 0;
	}

	/**
	 * Returns what is mapped into its memory.
	 * @return the text of {@code /proc/PID/maps}, a line for each part
	 */
	public String maps() {
		return text("maps");
	}

	/**
	 * Returns the command line.
	 * @return the arguments, the program first
	 */
	public List<String> cmdline() {
		return words(text("cmdline"));
	}

	/**
	 * Returns the environment that it was started with.
	 * @return the variables as {@code name=value}
	 */
	public List<String> environment() {
		return words(text("environ"));
	}

	/**
	 * Returns the control group of version 2.
	 * @return its path, or nothing if there is none
	 */
	public String cgroup() {
		return text("cgroup").lines()
			.filter((line) -> line.startsWith("0::"))
			.map((line) -> line.substring(3))
			.findFirst()
			.orElse("");
	}

	/**
	 * Returns the processes that it started.
	 * @return the live ones of which it is the parent
	 */
	public List<Proc> children() {
		return all().stream().filter((process) -> process.isChildOf(this.pid)).toList();
	}

	boolean carries(String variable) {
		try {
			return environment().contains(variable);
		}
		catch (IllegalStateException ex) {
			return false; // gone, or another user's
		}
	}

	private boolean isChildOf(long pid) {
		try {
			return parent() == pid && isAlive();
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	/** The name in parentheses may hold anything, so count from its end. */
	private long stat(int field) {
		String stat = text("stat");
		return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[field - 3]);
	}

	private Path path(String name) {
		return Path.of("/proc", Long.toString(this.pid), name);
	}

	private String text(String name) {
		try {
			return Files.readString(path(name), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path link(Path link) {
		try {
			return Files.readSymbolicLink(link);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> words(String text) {
		List<String> words = new ArrayList<>(Arrays.asList(text.split("\0", -1)));
		words.remove(words.size() - 1);
		return words;
	}

}
