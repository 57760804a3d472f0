package io.github.pandaemonium.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The small shell between launcher and daemon, written for dash, bash and busybox. It is
 * the leader of the new session, gives the daemon what a JVM can't give itself, starts it
 * as the second fork of daemon(7), and tells the launcher its pid and how it ended.
 * Descriptors are single digits, as dash knows no others.
 */
final class Trampoline {

	private static final Path SHELL = Path.of("/bin/sh");

	private static final Path BASH = Path.of("/bin/bash");

	private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

	private final List<String> lines = new ArrayList<>();

	private final int control;

	Trampoline(int control) {
		this.control = control;
	}

	/**
	 * Signals that must not end the daemon before it has its handlers. TERM and INT keep
	 * their meaning, so that an impatient operator is obeyed.
	 */
	Trampoline ignoring(Set<String> signals) {
		if (!signals.isEmpty()) {
			this.lines.add("trap '' " + String.join(" ", signals));
		}
		return this;
	}

	Trampoline withoutCoreDumps(int stage) {
		return step(stage, "ulimit -c 0");
	}

	Trampoline umask(int stage, int mask) {
		return step(stage, "umask " + String.format("%03o", mask));
	}

	/**
	 * The directory is the first argument of the script, so that no quoting is needed.
	 */
	Trampoline workingDirectory(int stage) {
		return step(stage, "cd -P \"$directory\"");
	}

	/**
	 * Starts the daemon. The lock and the streams are the daemon's alone from then on, so
	 * that the shell does not mix its own "Killed" with what the daemon says.
	 */
	List<String> arguments(String shell, @Nullable String directory, List<Integer> daemonOnly, List<String> command) {
		StringBuilder script = new StringBuilder("directory=$1; shift\n");
		this.lines.forEach((line) -> script.append(line).append('\n'));
		script.append("\"$@\" &\n");
		script.append("exec >/dev/null 2>&1\n");
		daemonOnly.forEach((fd) -> script.append("exec ").append(fd).append(">&-\n"));
		script.append("echo pid $! >&").append(this.control).append('\n');
		script.append("wait $!\n");
		script.append("echo status $? >&").append(this.control).append('\n');
		List<String> arguments = new ArrayList<>(
				List.of(shell, "-c", script.toString(), "pandaemonium", (directory != null) ? directory : ""));
		arguments.addAll(command);
		return arguments;
	}

	/**
	 * Finds the shell. Only bash hands on variables that are no names to a shell, like
	 * {@code spring.config.location}; to put them on a command line would show them to
	 * everyone.
	 */
	static String shell(List<String> environment) {
		boolean names = environment.stream().allMatch((variable) -> IDENTIFIER.matcher(variable).matches());
		return ((!names && Files.isExecutable(BASH)) ? BASH : SHELL).toString();
	}

	private Trampoline step(int stage, String command) {
		this.lines.add(command + " 2>/dev/null || { echo stopped " + stage + " >&" + this.control + "; exit 1; }");
		return this;
	}

}
