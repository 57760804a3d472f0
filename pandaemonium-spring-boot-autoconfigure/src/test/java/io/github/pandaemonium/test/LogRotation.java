package io.github.pandaemonium.test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rotates the logs of a daemon under load by logrotate(8): they are renamed, and the
 * daemon gets {@code USR1}; nothing is copied, truncated or created for it. The load is a
 * bean that writes numbered lines, see {@link #beans(Path)}.
 */
public final class LogRotation {

	/** The bean that is the load, to be named in {@code spring.main.sources}. */
	public static final String BEAN = "io.github.pandaemonium.test.NumberedLines";

	private static final Path PROGRAM = Path.of("/usr/sbin/logrotate");

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/** Bytes of a file before it is rotated. */
	private static final int ENOUGH = 20_000;

	private final Launches launches;

	private final Proc daemon;

	private final String user;

	private final List<Path> logs;

	private final Path directory;

	private final Map<Object, Long> rotated = new HashMap<>();

	private int count;

	/**
	 * Prepares the rotation.
	 * @param launches what starts logrotate
	 * @param pidFile the file that the signal's script reads
	 * @param user the owner of the logs
	 * @param logs the logs
	 */
	public LogRotation(Launches launches, Path pidFile, String user, Path... logs) throws IOException {
		this.launches = launches;
		this.daemon = new Proc(Long.parseLong(Files.readAllLines(pidFile).get(0)));
		this.user = user;
		this.logs = List.of(logs);
		this.directory = launches.directory();
		StringBuilder configuration = new StringBuilder();
		this.logs.forEach((log) -> configuration.append('"').append(log).append("\"\n"));
		configuration.append("{\n");
		if (!user.equals(Users.current())) {
			configuration.append("\tsu ").append(user).append(' ').append(Users.group(user)).append('\n');
		}
		configuration.append("\trotate 100\n\tnocreate\n\tnocompress\n\tsharedscripts\n\tpostrotate\n\t\tkill -USR1 ")
			.append("$(head -1 '" + pidFile + "')\n\tendscript\n}\n");
		Files.writeString(this.directory.resolve("logrotate.conf"), configuration);
	}

	/**
	 * Skips the test where there is no logrotate.
	 */
	public static void assumeLogrotate() {
		Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "there is no " + PROGRAM + ": install logrotate");
	}

	/**
	 * Makes the load part of a class path.
	 * @param directory a directory of the class path
	 * @return the directory
	 */
	public static Path beans(Path directory) throws IOException {
		String name = NumberedLines.class.getName().replace('.', '/') + ".class";
		Files.createDirectories(directory.resolve(name).getParent());
		try (InputStream in = NumberedLines.class.getResourceAsStream("/" + name)) {
			Files.copy(in, directory.resolve(name));
		}
		return directory;
	}

	/**
	 * Rotates once, and waits until the daemon has handled the signal. From then on the
	 * old files are not open any more.
	 * @param mode what the new files must have, as ls(1) shows it
	 */
	public void rotate(String mode) throws IOException {
		for (Path log : this.logs) {
			await().atMost(PATIENCE).until(() -> Files.exists(log) && Files.size(log) > ENOUGH);
		}
		Result result = this.launches
			.command(PROGRAM.toString(), "--force", "--state", this.directory.resolve("state").toString(),
					this.directory.resolve("logrotate.conf").toString())
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		String handled = "reopened " + ++this.count;
		for (Path log : this.logs) {
			await().atMost(PATIENCE).until(() -> Files.exists(log) && Files.readString(log).contains(handled));
			Path old = old(log, 1);
			this.rotated.put(key(old), Files.size(old));
			assertThat(Files.getOwner(log)).hasToString(this.user);
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log))).isEqualTo(mode);
			assertThat(this.daemon.files().values()).contains(log.toString())
				.noneMatch((file) -> file.startsWith(log + ".") || file.contains("deleted"));
		}
	}

	/**
	 * Ends the daemon, and expects every line exactly once, and no old file longer than
	 * it was when the signal had been handled.
	 */
	public void assertThatNoLineIsLost() throws IOException {
		this.daemon.signal("TERM");
		this.daemon.awaitEnd();
		List<String> lines = new ArrayList<>();
		for (Path log : this.logs) {
			lines.addAll(Files.readAllLines(log));
			for (int number = 1; number <= this.count; number++) {
				Path old = old(log, number);
				assertThat(Files.size(old)).as("%s", old).isEqualTo(this.rotated.get(key(old)));
				lines.addAll(Files.readAllLines(old));
			}
		}
		int last = numbers(lines, "last").findFirst().orElseThrow();
		assertThat(numbers(lines, "line").sorted().boxed().toList())
			.isEqualTo(IntStream.rangeClosed(1, last).boxed().toList());
		assertThat(last).isGreaterThan(this.count);
	}

	private static IntStream numbers(List<String> lines, String word) {
		Pattern pattern = Pattern.compile("\\b" + word + " (\\d+)$");
		Stream<Matcher> matches = lines.stream().map(pattern::matcher).filter(Matcher::find);
		return matches.mapToInt((match) -> Integer.parseInt(match.group(1)));
	}

	private static Path old(Path log, int number) {
		return log.resolveSibling(log.getFileName() + "." + number);
	}

	/** The number of the file itself, whatever its name is. */
	private static Object key(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
	}

}
