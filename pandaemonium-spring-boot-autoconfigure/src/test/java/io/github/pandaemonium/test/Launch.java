package io.github.pandaemonium.test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The start of one program: standard input is {@code /dev/null}, the environment is that
 * of the tests without what would change a JVM or say that a service manager started it.
 * Without {@link #newSession()} the session is that of the tests.
 */
public final class Launch {

	private static final Set<String> WITHOUT = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS",
			"CLASSPATH", "NOTIFY_SOCKET", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "SYSTEMD_EXEC_PID",
			"INVOCATION_ID");

	/**
	 * Tests that are run in the background of a shell ignore what their programs must
	 * not.
	 */
	private static final List<String> DEFAULT_SIGNALS = Proc.self().signals("SigIgn").stream().allMatch((n) -> n > 31)
			? List.of() : List.of("env", "--default-signal");

	private final Launches launches;

	private final Map<String, String> variables = new LinkedHashMap<>();

	private List<String> command;

	private Path directory = Path.of("").toAbsolutePath();

	private File input = new File("/dev/null");

	private @Nullable String user;

	private boolean session;

	private final List<int[]> descriptors = new ArrayList<>();

	Launch(Launches launches, List<String> command) {
		this.launches = launches;
		this.command = List.copyOf(command);
	}

	/**
	 * Sets the working directory.
	 * @param directory the directory; by default that of the tests
	 * @return this
	 */
	public Launch in(Path directory) {
		this.directory = directory;
		return this;
	}

	/**
	 * Sets a variable.
	 * @param name the name
	 * @param value the value
	 * @return this
	 */
	public Launch with(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	/**
	 * Adds arguments to the command.
	 * @param arguments the arguments
	 * @return this
	 */
	public Launch and(String... arguments) {
		List<String> command = new ArrayList<>(this.command);
		command.addAll(List.of(arguments));
		this.command = command;
		return this;
	}

	/**
	 * Starts the program as another user, with that user's group and no other group. The
	 * process stays the same one (setpriv(1) replaces itself).
	 * @param user the user; nothing is changed where the tests are this user already
	 * @return this
	 */
	public Launch as(String user) {
		this.user = user;
		return this;
	}

	/**
	 * Makes the program the leader of a new session without a terminal.
	 * @return this
	 */
	public Launch newSession() {
		this.session = true;
		return this;
	}

	/**
	 * Sets standard input.
	 * @param file the file
	 * @return this
	 */
	public Launch stdin(Path file) {
		this.input = file.toFile();
		return this;
	}

	/**
	 * Passes sockets as systemd does, from descriptor 3 on. The program is the leader of
	 * a new session.
	 * @param names the names of the sockets, with colons between them
	 * @param sockets the descriptors in this process
	 * @return this
	 */
	public Launch passing(String names, int... sockets) {
		for (int socket : sockets) {
			this.descriptors.add(new int[] { socket, 3 + this.descriptors.size() });
		}
		return with("LISTEN_FDS", Integer.toString(sockets.length)).with("LISTEN_FDNAMES", names)
			.through("LISTEN_PID=$$ exec \"$@\"");
	}

	/**
	 * Passes a socket as inetd does: standard input, output and error are the socket.
	 * @param socket the descriptor in this process
	 * @return this
	 */
	public Launch onStandardStreams(int socket) {
		for (int stream = 0; stream <= 2; stream++) {
			this.descriptors.add(new int[] { socket, stream });
		}
		return this;
	}

	/**
	 * Lets a shell start the program.
	 * @param script a script in which {@code "$@"} is the program with its arguments, for
	 * example {@code ulimit -n 4096; exec "$@"}
	 * @return this
	 */
	public Launch through(String script) {
		List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
		command.addAll(this.command);
		this.command = command;
		return this;
	}

	/**
	 * Starts the program.
	 * @return the running program
	 */
	public Started start() {
		List<String> command = new ArrayList<>(DEFAULT_SIGNALS);
		if (this.session) {
			command.add("setsid");
		}
		if (this.user != null && !this.user.equals(Users.current())) {
			command.addAll(List.of("setpriv", "--reuid=" + this.user, "--regid=" + Users.group(this.user),
					"--clear-groups", "--"));
		}
		command.addAll(this.command);
		try {
			File out = File.createTempFile("pandaemonium-", ".out");
			File err = File.createTempFile("pandaemonium-", ".err");
			out.deleteOnExit();
			err.deleteOnExit();
			ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectInput(this.input)
				.redirectOutput(out)
				.redirectError(err);
			builder.environment().keySet().removeAll(WITHOUT);
			builder.environment().putAll(this.variables);
			builder.environment().put(Launches.VARIABLE, this.launches.token());
			Process process = this.descriptors.isEmpty() ? builder.start()
					: SpawnedProcess.start(builder, this.descriptors);
			return new Started(process, command, out.toPath(), err.toPath());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Starts the program and waits for its end, two minutes at most.
	 * @return what it printed and its status
	 */
	public Result run() {
		return start().await();
	}

}
