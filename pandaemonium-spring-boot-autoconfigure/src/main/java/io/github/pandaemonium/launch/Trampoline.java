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

	/** How long a daemon whose launcher is gone has to end itself, in seconds. */
	private static final int TIME_TO_END = 7;

	private final List<String> lines = new ArrayList<>();

	private final int control;

	private final int launcher;

	private final String proof;

	/**
	 * Creates a trampoline.
	 * @param control the descriptor of the control pipe
	 * @param launcher the descriptor that is at its end when the launcher is gone
	 * @param proof what the control pipe is called in {@code /proc}
	 */
	Trampoline(int control, int launcher, String proof) {
		this.control = control;
		this.launcher = launcher;
		this.proof = proof;
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
		script.append("\"$@\" ").append(this.launcher).append("<&- &\n");
		script.append("daemon=$!\n");
		script.append("exec >/dev/null 2>&1\n");
		daemonOnly.forEach((fd) -> script.append("exec ").append(fd).append(">&-\n"));
		script.append("echo pid $daemon >&").append(this.control).append('\n');
		script.append(guard());
		script.append("wait $daemon\n");
		script.append("echo status $? >&").append(this.control).append('\n');
		List<String> arguments = new ArrayList<>(List.of(shell));
		if (shell.equals(BASH.toString())) {
			arguments.add("-p"); // no BASH_ENV, no functions from the environment
		}
		arguments.addAll(List.of("-c", script.toString(), "pandaemonium", (directory != null) ? directory : ""));
		arguments.addAll(command);
		return arguments;
	}

	/**
	 * A launcher that is killed leaves a daemon that has to end itself, and this shell. A
	 * daemon that is still in the code before that can't: it is killed, unless it has
	 * closed the control pipe, which it does when it is ready; then only the shell has to
	 * end. A line from the launcher ends the guard. The number of the shell is no other
	 * process's as long as there is one in its session, like the guard.
	 */
	private String guard() {
		String unready = "[ \"$(readlink /proc/$daemon/fd/" + this.control + ")\" = '" + this.proof + "' ]";
		return "{ read -r line <&" + this.launcher + " || { left=" + TIME_TO_END + "; while [ $left -gt 0 ] && "
				+ unready + "; do sleep 1; left=$((left - 1)); done; " + "if " + unready
				+ "; then kill -9 $daemon; else kill -9 $$; fi; }; } " + this.control + ">&- &\n" + "exec "
				+ this.launcher + "<&-\n";
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
