package io.github.pandaemonium.pidfile;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fifty processes contend for one pid file, released together round by round, while
 * others look at it all the time.
 */
@EnabledOnOs(OS.LINUX)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@Tag("any-java")
class PidLockFileContentionIT {

	private static final int CONTENDERS = 50;

	private static final int READERS = 2;

	private static final int ROUNDS = 20;

	private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(30);

	@TempDir
	static Path directory;

	private final List<Contender> contenders = new ArrayList<>();

	private final List<Contender> readers = new ArrayList<>();

	private Path path;

	@BeforeAll
	void startProcesses() throws Exception {
		this.path = directory.resolve("x.pid");
		for (int i = 0; i < CONTENDERS + READERS; i++) {
			((i < READERS) ? this.readers : this.contenders).add(new Contender(this.path));
		}
		for (Contender process : this.contenders) {
			assertThat(process.answer()).isEqualTo("ready");
		}
		for (Contender process : this.readers) {
			assertThat(process.answer()).isEqualTo("ready");
		}
	}

	@AfterAll
	void endProcesses() throws Exception {
		for (Contender process : this.contenders) {
			process.kill();
		}
		for (Contender process : this.readers) {
			process.kill();
		}
	}

	@Test
	void absentFileHasExactlyOneWinner() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			Files.deleteIfExists(this.path);
			assertOneWinner();
		}
	}

	@Test
	void staleFileHasExactlyOneWinner() throws Exception {
		Process dead = new ProcessBuilder("true").start();
		dead.waitFor();
		List<String> contents = List.of(dead.pid() + "\n" + Instant.now() + "\n", "", "junk\n",
				this.contenders.get(0).pid() + "\n");
		for (int round = 0; round < ROUNDS; round++) {
			Files.writeString(this.path, contents.get(round % contents.size()));
			Files.setLastModifiedTime(this.path, FileTime.from(Instant.now().minusSeconds(3600)));
			assertOneWinner();
		}
	}

	@Test
	void heldFileHasNoWinnerAndEveryLoserNamesTheHolder() throws Exception {
		Contender holder = new Contender(this.path);
		try {
			assertThat(holder.answer()).isEqualTo("ready");
			holder.order("race 0");
			assertThat(holder.answer()).isEqualTo("won");
			for (int round = 0; round < ROUNDS; round++) {
				assertThat(race()).containsOnly("lost " + holder.pid()).hasSize(CONTENDERS);
			}
		}
		finally {
			holder.kill();
		}
		// kill -9 frees the lock at once
		assertOneWinner();
	}

	private void assertOneWinner() throws Exception {
		List<String> answers = race();
		assertThat(answers).filteredOn("won"::equals).as("winners among %s", answers).hasSize(1);
		assertThat(answers).filteredOn((answer) -> answer.startsWith("lost")).hasSize(CONTENDERS - 1);
		Contender winner = this.contenders.get(answers.indexOf("won"));
		assertThat(Files.readAllLines(this.path).get(0)).isEqualTo(Long.toString(winner.pid()));
		winner.order("release");
		assertThat(winner.answer()).isEqualTo("released");
		assertThat(this.path).doesNotExist();
	}

	private List<String> race() throws IOException {
		for (Contender reader : this.readers) {
			reader.order("look");
		}
		long start = System.nanoTime() + LEAD;
		for (Contender contender : this.contenders) {
			contender.order("race " + start);
		}
		List<String> answers = new ArrayList<>();
		for (Contender contender : this.contenders) {
			answers.add(contender.answer());
		}
		for (Contender reader : this.readers) {
			reader.order("enough");
		}
		for (Contender reader : this.readers) {
			assertThat(reader.answer()).startsWith("looked ");
		}
		return answers;
	}

	private static final class Contender {

		private final Process process;

		private final Writer orders;

		private final BufferedReader answers;

		Contender(Path path) throws IOException {
			String home = System.getProperty("process.java.home", System.getProperty("java.home"));
			this.process = new ProcessBuilder(home + "/bin/java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx32m",
					"-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", classPath(),
					LockContender.class.getName(), path.toString())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			this.orders = this.process.outputWriter();
			this.answers = this.process.inputReader();
		}

		/**
		 * No more than it takes, as each of the processes would open all of it.
		 */
		private static String classPath() {
			return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
				.filter((entry) -> Files.isDirectory(Path.of(entry)) || entry.contains("jffi")
						|| entry.contains("jnr-constants") || entry.contains("pandaemonium"))
				.collect(Collectors.joining(File.pathSeparator));
		}

		long pid() {
			return this.process.pid();
		}

		void order(String order) throws IOException {
			this.orders.write(order + "\n");
			this.orders.flush();
		}

		String answer() throws IOException {
			return String.valueOf(this.answers.readLine());
		}

		void kill() throws InterruptedException {
			this.process.destroyForcibly().waitFor();
		}

	}

}
