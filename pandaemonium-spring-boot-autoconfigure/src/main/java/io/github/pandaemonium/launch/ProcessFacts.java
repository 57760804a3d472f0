package io.github.pandaemonium.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.github.pandaemonium.posix.ProcessStat;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc} and the environment say about this process.
 *
 * @param pid the process id
 * @param parent the process id of the parent; 0 if it is outside of this pid namespace
 * @param terminal whether there is a controlling terminal
 * @param environment the environment variables
 * @param groups the lines of {@code /proc/self/cgroup}
 * @param standardInput what {@code /proc/self/fd/0} points to, empty if it is closed
 * @param internetSocket tells whether an inode is that of an internet socket
 * @param markerFiles the files that container runtimes leave and that are there
 */
record ProcessFacts(long pid, long parent, boolean terminal, Map<String, String> environment, List<String> groups,
		String standardInput, Predicate<String> internetSocket, List<String> markerFiles) {

	private static final Path PROC = Path.of("/proc/self");

	private static final List<String> MARKER_FILES = List.of("/.dockerenv", "/run/.containerenv");

	private static final List<String> MARKER_VARIABLES = List.of("container", "KUBERNETES_SERVICE_HOST");

	private static final List<String> SOCKET_TABLES = List.of("tcp", "tcp6", "udp", "udp6");

	/**
	 * The column of the inode in a table of sockets, see proc_pid_net(5).
	 */
	private static final int INODE = 9;

	private static final String SOCKET = "socket:[";

	/**
	 * Read the facts.
	 * @return the facts, or {@code null} where there is no {@code /proc}
	 */
	static @Nullable ProcessFacts ofThisProcess() {
		ProcessStat stat = ProcessStat.of("self");
		if (stat == null) {
			return null;
		}
		return new ProcessFacts(stat.id(), stat.parent(), stat.terminal() != 0, System.getenv(),
				readLines(PROC.resolve("cgroup")), readStandardInput(), ProcessFacts::isInternetSocket,
				findMarkerFiles());
	}

	String variable(String name) {
		return this.environment.getOrDefault(name, "");
	}

	boolean standardInputIsInternetSocket() {
		return this.standardInput.startsWith(SOCKET) && this.internetSocket
			.test(this.standardInput.substring(SOCKET.length(), this.standardInput.length() - 1));
	}

	/**
	 * Return the path of the control group that systemd manages: that of the unified
	 * hierarchy, or of the named one on older systems; {@code /} if there is none.
	 */
	String systemdGroup() {
		for (String line : this.groups) {
			String[] fields = line.split(":", 3);
			if (fields.length == 3 && (fields[1].isEmpty() || fields[1].equals("name=systemd"))
					&& !fields[2].equals("/")) {
				return fields[2];
			}
		}
		return "/";
	}

	@Nullable String containerMarker() {
		if (!this.markerFiles.isEmpty()) {
			return this.markerFiles.get(0);
		}
		for (String name : MARKER_VARIABLES) {
			if (!variable(name).isEmpty()) {
				return name;
			}
		}
		return null;
	}

	private static String readStandardInput() {
		try {
			return Files.readSymbolicLink(PROC.resolve("fd/0")).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static List<String> findMarkerFiles() {
		List<String> files = new ArrayList<>();
		for (String file : MARKER_FILES) {
			if (Files.exists(Path.of(file))) {
				files.add(file);
			}
		}
		return files;
	}

	private static boolean isInternetSocket(String inode) {
		for (String table : SOCKET_TABLES) {
			try (BufferedReader lines = Files.newBufferedReader(PROC.resolve("net").resolve(table),
					StandardCharsets.ISO_8859_1)) {
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					String[] fields = line.strip().split("\\s+");
					if (fields.length > INODE && fields[INODE].equals(inode)) {
						return true;
					}
				}
			}
			catch (IOException ex) {
				// no such protocol in this kernel
			}
		}
		return false;
	}

	private static List<String> readLines(Path file) {
		try {
			return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return List.of();
		}
	}

}
