package io.github.pandaemonium.test;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.awaitility.Awaitility.await;

/**
 * A real systemd as process 1 of namespaces of its own, for the tests of one class. It
 * knows no unit but those that the tests install, its journal, {@code /run} and
 * {@code /var/log} are its own, and all of it ends with the class, or with the process
 * that runs it. The network is the machine's, so that units take free ports of the
 * loopback.
 *
 * <p>
 * <pre>
 * &#64;RegisterExtension
 * static final Launches launches = new Launches();
 *
 * &#64;RegisterExtension
 * static final Systemd systemd = new Systemd(launches); // skips the class where it can't be
 *
 * systemd.system().install("app.service", text);
 * systemd.system().systemctl("start", "app.service");
 * </pre>
 */
public final class Systemd implements BeforeAllCallback, AfterAllCallback {

	private static final List<String> PROGRAMS = List.of("/lib/systemd/systemd", "/bin/systemctl", "/usr/bin/nsenter",
			"/usr/bin/unshare", "/usr/bin/setpriv");

	private final Launches launches;

	private @Nullable Process sandbox;

	private long pid;

	private Path directory = Path.of("");

	private @Nullable ServiceManager user;

	/**
	 * Prepares the sandbox, which is started before the tests of the class.
	 * @param launches what runs the commands
	 */
	public Systemd(Launches launches) {
		this.launches = launches;
	}

	/**
	 * Skips the tests where systemd can't be run.
	 */
	public static void assumeSystemd() {
		Assumptions.assumeTrue(Users.isRoot(), "only root can run a systemd of its own");
		PROGRAMS.forEach((program) -> Assumptions.assumeTrue(Files.isExecutable(Path.of(program)),
				() -> "there is no " + program));
		Assumptions.assumeTrue(Files.isRegularFile(Path.of("/etc/machine-id")), "there is no /etc/machine-id");
		Assumptions.assumeTrue(mounted("cgroup2").isPresent(), "no control groups of version 2 are mounted");
	}

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		assumeSystemd();
		Path home = this.launches.directory();
		Path script = home.resolve("systemd-sandbox");
		try (InputStream in = Systemd.class.getResourceAsStream("systemd-sandbox")) {
			Files.copy(in, script);
		}
		File errors = home.resolve("errors").toFile();
		Process sandbox = new ProcessBuilder("/bin/bash", script.toString()).redirectError(errors).start();
		this.sandbox = sandbox;
		BufferedReader reader = sandbox.inputReader();
		String line = reader.readLine();
		if (line == null) {
			throw new IllegalStateException("systemd can't be run: " + Files.readString(errors.toPath()));
		}
		this.pid = Long.parseLong(line.substring(0, line.indexOf(' ')));
		this.directory = Path.of(line.substring(line.indexOf(' ') + 1));
		await("systemd").until(() -> system().systemctl("is-system-running").out(), "running\n"::equals);
	}

	@Override
	public void afterAll(ExtensionContext context) throws Exception {
		Process sandbox = this.sandbox;
		if (sandbox != null) {
			sandbox.getOutputStream().close();
			sandbox.waitFor();
		}
	}

	/**
	 * Returns the system manager.
	 * @return the manager
	 */
	public ServiceManager system() {
		return new ServiceManager(this, this.directory.resolve("units"), List.of(), "--system");
	}

	/**
	 * Returns the user manager of {@code nobody}, and starts it the first time.
	 * @return the manager
	 */
	public ServiceManager user() {
		ServiceManager user = this.user;
		if (user == null) {
			long id = Users.id(Users.NOBODY);
			system().start("user@" + id + ".service");
			user = new ServiceManager(this, this.directory.resolve("user-units"), List.of("setpriv", "--reuid=nobody",
					"--regid=" + Users.group(Users.NOBODY), "--clear-groups", "env", "XDG_RUNTIME_DIR=/run/user/" + id),
					"--user");
			this.user = user;
		}
		return user;
	}

	/**
	 * Prepares a command that is run beside systemd, in its namespaces.
	 * @param command the program and its arguments
	 * @return the launch
	 */
	public Launch command(String... command) {
		return this.launches
			.command("nsenter", "--target", Long.toString(this.pid), "--mount", "--uts", "--ipc", "--cgroup", "--pid")
			.and(command);
	}

	/**
	 * Finds a process by the number that it has for systemd.
	 * @param number the process id in the namespace
	 * @return the process as the test sees it
	 */
	public Proc process(String number) {
		Path namespace = namespace(this.pid);
		return Proc.all()
			.stream()
			.filter((process) -> namespace.equals(namespace(process.pid())))
			.filter((process) -> isNumbered(process, number))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no process " + number));
	}

	/**
	 * Returns a file as systemd and its services see it.
	 * @param path the absolute path
	 * @return the path by which the test reaches it
	 */
	public Path file(String path) {
		return Path.of("/proc", Long.toString(this.pid), "root").resolve(path.substring(1));
	}

	/** The control group of the sandbox. */
	Path group() {
		// as systemd is in init.scope of it
		return mounted("cgroup2").orElseThrow().resolve(new Proc(this.pid).cgroup().substring(1)).getParent();
	}

	private static boolean isNumbered(Proc process, String number) {
		try {
			return process.status("NSpid").endsWith("\t" + number);
		}
		catch (IllegalStateException ex) {
			return false; // it is gone
		}
	}

	private static @Nullable Path namespace(long pid) {
		try {
			return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns", "pid"));
		}
		catch (IOException ex) {
			return null; // it is gone
		}
	}

	private static Optional<Path> mounted(String type) {
		try {
			return Files.readAllLines(Path.of("/proc/mounts"))
				.stream()
				.map((line) -> line.split(" "))
				.filter((fields) -> fields[2].equals(type))
				.map((fields) -> Path.of(fields[1]))
				.findFirst();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
