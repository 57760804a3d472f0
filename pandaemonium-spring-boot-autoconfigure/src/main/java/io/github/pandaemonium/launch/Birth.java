package io.github.pandaemonium.launch;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.pandaemonium.posix.ProcessStat;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon's process has from its first instruction on, because the launcher gave it
 * at spawn. It travels as one argument of the command line, since the environment would
 * be inherited by every process that the application starts. It holds nothing secret, and
 * it is only true in the very process that it was made for: it names the inode of the
 * control pipe or, after an exec in place, the start time of the process.
 *
 * @param control the descriptor of the control pipe, or -1 after an exec in place
 * @param proof the inode of the pipe, or {@code pid:start time} after an exec in place
 * @param ordinal which daemon of the program this is, in the order of their starts
 * @param stages how many stages the process has been through
 * @param waitFor what the launcher waits for
 * @param directory the directory in which the program was launched
 * @param lock the descriptor of the locked pid file, or -1
 * @param pidFile the pid file
 * @param configuration the files of configuration that the launcher has read
 * @param sockets the descriptors of the listening sockets that the launcher has opened,
 * by what they are for
 * @param succession from which process it takes over, or {@code null}
 * @since 0.1.0
 */
public record Birth(int control, String proof, int ordinal, int stages, String waitFor, Path directory, int lock,
		@Nullable Path pidFile, List<String> configuration, Map<String, Integer> sockets,
		@Nullable Succession succession) {

	/**
	 * The system property that holds the mark.
	 */
	public static final String PROPERTY = "pandaemonium.birth";

	private static final String START_TIME = startTime();

	/**
	 * Whether this process was started by a launcher, without a look at whether the mark
	 * is true.
	 * @return whether there is a mark
	 */
	public static boolean isMarked() {
		return System.getProperty(PROPERTY) != null;
	}

	/**
	 * Whether this process was started by a launcher, and the mark is its own.
	 * @return whether it is a daemon's
	 */
	public static boolean isOfThisProcess() {
		return isMarked() && Verified.BIRTH.birth != null;
	}

	/**
	 * Returns what this process was born with.
	 * @return the birth, or {@code null} where this process is no daemon's
	 * @throws InvalidBirthException where the mark was made for another process
	 */
	public static @Nullable Birth ofThisProcess() {
		return isMarked() ? Verified.BIRTH.get() : null;
	}

	/**
	 * The proof of a process that replaces itself: exec keeps the start time.
	 * @return the proof
	 */
	public static String proofOfThisProcess() {
		return ProcessHandle.current().pid() + ":" + START_TIME;
	}

	/**
	 * Whether this came by exec in place, so that there is no launcher any more.
	 * @return whether there is no control pipe
	 */
	public boolean isInPlace() {
		return this.control < 0;
	}

	/**
	 * Returns the argument that carries this to the daemon's JVM.
	 * @return the argument
	 */
	public String toArgument() {
		Map<String, String> values = new LinkedHashMap<>();
		values.put("control", Integer.toString(this.control));
		values.put("proof", this.proof);
		values.put("ordinal", Integer.toString(this.ordinal));
		values.put("stages", Integer.toString(this.stages));
		values.put("wait", this.waitFor);
		values.put("directory", text(this.directory));
		if (this.pidFile != null) {
			values.put("lock", Integer.toString(this.lock));
			values.put("pid-file", text(this.pidFile));
		}
		if (!this.configuration.isEmpty()) {
			values.put("configuration", String.join("\0", this.configuration));
		}
		if (!this.sockets.isEmpty()) {
			values.put("sockets",
					this.sockets.entrySet()
						.stream()
						.map((socket) -> socket.getValue() + ":" + socket.getKey())
						.collect(Collectors.joining("\0")));
		}
		if (this.succession != null) {
			values.put("predecessor", Integer.toString(this.succession.predecessor()));
			values.put("supervised", Boolean.toString(this.succession.supervised()));
		}
		return values.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&", "-D" + PROPERTY + "=", ""));
	}

	static Birth parse(String mark) {
		try {
			Map<String, String> values = new LinkedHashMap<>();
			for (String pair : mark.split("&")) {
				int equals = pair.indexOf('=');
				values.put(pair.substring(0, equals),
						URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
			}
			String pidFile = values.get("pid-file");
			String configuration = values.get("configuration");
			return new Birth(number(values, "control"), value(values, "proof"), number(values, "ordinal"),
					number(values, "stages"), value(values, "wait"), path(value(values, "directory")),
					(pidFile != null) ? number(values, "lock") : -1, (pidFile != null) ? path(pidFile) : null,
					(configuration != null) ? List.of(configuration.split("\0")) : List.of(),
					sockets(values.get("sockets")), succession(values));
		}
		catch (RuntimeException ex) {
			throw new InvalidBirthException(mark);
		}
	}

	private static int number(Map<String, String> values, String key) {
		return Integer.parseInt(value(values, key));
	}

	private static @Nullable Succession succession(Map<String, String> values) {
		return values.containsKey("predecessor")
				? new Succession(number(values, "predecessor"), Boolean.parseBoolean(value(values, "supervised")))
				: null;
	}

	private static Map<String, Integer> sockets(@Nullable String text) {
		Map<String, Integer> sockets = new LinkedHashMap<>();
		if (text != null) {
			for (String socket : text.split("\0")) {
				int colon = socket.indexOf(':');
				sockets.put(socket.substring(colon + 1), Integer.valueOf(socket.substring(0, colon)));
			}
		}
		return sockets;
	}

	private static String value(Map<String, String> values, String key) {
		String value = values.get(key);
		if (value == null) {
			throw new IllegalArgumentException(key);
		}
		return value;
	}

	/**
	 * A path as bytes: a JVM in the C locale can hold a name that its text can't.
	 */
	private static String text(Path path) {
		return path.toUri().getRawPath();
	}

	private static Path path(String text) {
		return Path.of(URI.create("file://" + text));
	}

	boolean isTrue() {
		return isInPlace() ? this.proof.equals(proofOfThisProcess()) : this.proof.equals(inode(this.control));
	}

	/**
	 * Returns what a descriptor of this process is, as {@code /proc} names it.
	 */
	static @Nullable String inode(int fd) {
		try {
			return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(fd))).toString();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static String startTime() {
		ProcessStat stat = ProcessStat.of("self");
		return (stat != null) ? Long.toString(stat.startTime()) : "unknown";
	}

	/**
	 * The control pipe is closed once the daemon is ready, so that the mark is judged
	 * once.
	 */
	private enum Verified {

		BIRTH;

		private final @Nullable Birth birth = verify();

		@Nullable Birth get() {
			if (this.birth == null) {
				throw new InvalidBirthException(String.valueOf(System.getProperty(PROPERTY)));
			}
			return this.birth;
		}

		private static @Nullable Birth verify() {
			try {
				Birth birth = parse(System.getProperty(PROPERTY, ""));
				return birth.isTrue() ? birth : null;
			}
			catch (InvalidBirthException ex) {
				return null;
			}
		}

	}

}
