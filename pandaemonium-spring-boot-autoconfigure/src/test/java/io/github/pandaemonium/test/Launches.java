package io.github.pandaemonium.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts programs for a test, and at the end kills all of them and everything that they
 * started: whatever carries their token in its environment, detached or not. What
 * {@link #directory()} made is deleted then.
 *
 * <p>
 * <pre>
 * &#64;RegisterExtension
 * Launches launches = new Launches(); // for one test; a static field: for the class
 *
 * Result result = this.launches.java("-jar", jar.toString()).in(directory).as("nobody").run();
 * assertThat(result.status()).isZero();
 * </pre>
 */
public final class Launches implements AutoCloseable, BeforeAllCallback, AfterEachCallback, AfterAllCallback {

	/** The variable that every process of a test has. */
	public static final String VARIABLE = "PANDAEMONIUM_TEST";

	private final String token = UUID.randomUUID().toString();

	private final List<Path> directories = new ArrayList<>();

	private final Thread hook = new Thread(this::killAll);

	private boolean shared;

	/**
	 * Creates launches that also end with this JVM.
	 */
	public Launches() {
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	/**
	 * Prepares the start of a program.
	 * @param command the program and its arguments
	 * @return the launch, to be set up further and then started
	 */
	public Launch command(String... command) {
		return new Launch(this, List.of(command));
	}

	/**
	 * Prepares the start of the Java that is tested.
	 * @param arguments the arguments of {@code java}
	 * @return the launch, to be set up further and then started
	 */
	public Launch java(String... arguments) {
		return new Launch(this, Java.command(arguments));
	}

	/**
	 * Makes a directory that every user can reach, with mode 0755.
	 * @return the directory, which is deleted at the end
	 */
	public synchronized Path directory() {
		try {
			Path directory = Files.createTempDirectory(reachable(), "pandaemonium-");
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
			this.directories.add(directory);
			return directory;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Makes a directory of a user.
	 * @param owner the user; it must be this one, unless this is root
	 * @return the directory, which is deleted at the end
	 */
	public Path directory(String owner) {
		Path directory = directory();
		Users.own(directory, owner);
		return directory;
	}

	/**
	 * Finds what the programs of this test left running.
	 * @return all live processes that carry the token
	 */
	public List<Proc> processes() {
		return Proc.all().stream().filter((process) -> process.carries(VARIABLE + "=" + this.token)).toList();
	}

	@Override
	public void close() {
		killAll();
		this.directories.forEach(Launches::delete);
		this.directories.clear();
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.shared = true;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (!this.shared) {
			close();
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		close();
		Runtime.getRuntime().removeShutdownHook(this.hook);
	}

	String token() {
		return this.token;
	}

	/**
	 * What is killed may just have started another process, so look until there is none.
	 */
	private void killAll() {
		List<Proc> left = processes();
		for (int round = 0; round < 1000 && !left.isEmpty(); round++) {
			left.forEach((process) -> process.signal("KILL"));
			left.forEach(Proc::awaitEnd);
			left = processes();
		}
	}

	private static Path reachable() {
		return Stream.of(System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp", "/dev/shm")
			.map(Path::of)
			.filter(Launches::isReachable)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no temporary directory that everyone can reach"));
	}

	private static boolean isReachable(Path directory) {
		try {
			for (Path path = directory.toRealPath(); path != null; path = path.getParent()) {
				if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
					return false;
				}
			}
			return Files.isWritable(directory);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void delete(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		catch (IOException ex) {
			// the temporary directory is cleaned some day
		}
	}

}
