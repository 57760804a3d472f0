package io.github.pandaemonium.signal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.pandaemonium.posix.UnixSignal;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SignalHandlers} in a JVM of its own, which gets its signals from
 * outside.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class SignalHandlersIT {

	/** TSTP, TTIN and TTOU. */
	private static final long JOB_CONTROL = 0x380000;

	/** The C library's posix_spawn leaves 32 and 33 ignored in every child of a JVM. */
	private static final long OF_THREADS = 0x180000000L;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private Process process;

	private PrintStream commands;

	private String pid;

	@AfterEach
	void end() throws Exception {
		ProcessHandle handle = (this.pid != null) ? ProcessHandle.of(Long.parseLong(this.pid)).orElse(null) : null;
		if (handle != null) {
			handle.destroyForcibly();
		}
		this.process.destroyForcibly().waitFor();
	}

	@Test
	void hupUnderNohupIsDelivered() throws Exception {
		start(List.of("nohup"), List.of(), "DAEMON");
		command("open");
		kill("HUP");
		awaitLine("told HUP 1 reload");
		terminate();
	}

	@Test
	void intOfABackgroundShellIsDelivered() throws Exception {
		start(List.of("sh", "-c", "\"$@\" <&7 7<&- & wait $!", "sh"), List.of(), "DAEMON", "INT=interrupted");
		command("open");
		kill("INT");
		awaitLine("told INT 2 interrupted");
		terminate();
	}

	@Test
	void whatTheCallerIgnoredIsResetHereAndInChildren() throws Exception {
		start(ignoring("HUP INT QUIT USR1 PIPE ALRM WINCH 34 64"), List.of(), "DAEMON");
		assertThat(ignored("ignored")).isEqualTo(JOB_CONTROL);
		assertThat(ignored("child")).isEqualTo(JOB_CONTROL);
		kill("INT");
		assertThat(this.process.waitFor()).isEqualTo(128 + 2);
	}

	@Test
	void inATerminalHupStaysIgnoredAndJobControlUsable() throws Exception {
		start(ignoring("HUP"), List.of(), "TERMINAL");
		assertThat(ignored("ignored")).isEqualTo(1 | ignoredHere());
		command("open");
		kill("USR1");
		awaitLine("told USR1 10 reopen-logs");
		terminate();
	}

	@Test
	void signalsWaitForOpenInTheOrderOfTheirLastArrival() throws Exception {
		start(List.of(), List.of(), "DAEMON", "WINCH=resize");
		for (String signal : List.of("USR1", "HUP", "WINCH", "USR1", "HUP")) {
			kill(signal);
			assertThat(line()).isEqualTo("took " + signal);
		}
		command("release");
		command("open");
		assertThat(List.of(line(), line(), line())).containsExactly("told WINCH 28 resize", "told USR1 10 reopen-logs",
				"told HUP 1 reload");
		terminate();
	}

	@Test
	void burstWhileAListenerIsSlowLosesNoKind() throws Exception {
		start(List.of(), List.of(), "DAEMON", "WINCH=resize");
		command("open");
		kill("HUP");
		awaitLine("told HUP 1 reload");
		run("sh", "-c", "i=0; while [ $i -lt 334 ]; do kill -HUP $0; kill -USR1 $0; kill -WINCH $0; i=$((i+1)); done",
				this.pid);
		// the listener is still busy with the first HUP
		command("release");
		Set<String> told = new HashSet<>();
		while (told.size() < 3) {
			String line = line();
			if (line.startsWith("told")) {
				told.add(line);
			}
		}
		assertThat(told).containsExactlyInAnyOrder("told HUP 1 reload", "told USR1 10 reopen-logs",
				"told WINCH 28 resize");
		terminate();
	}

	@Test
	void terminateWaitsNeitherForOpenNorForAListener() throws Exception {
		start(List.of(), List.of(), "DAEMON");
		terminate();
	}

	@Test
	void terminateWaitsNotForASlowListener() throws Exception {
		start(List.of(), List.of(), "DAEMON");
		command("open");
		kill("HUP");
		awaitLine("told HUP 1 reload");
		terminate();
	}

	@Test
	void everySignalThatCanBeMappedIsDelivered() throws Exception {
		List<UnixSignal> signals = UnixSignal.values()
			.stream()
			.filter((signal) -> !Set.of("KILL", "STOP", "QUIT", "ILL", "TRAP", "BUS", "FPE", "SEGV", "TERM")
				.contains(signal.name()))
			.toList();
		String[] arguments = Stream
			.concat(Stream.of("DAEMON"), signals.stream().map((signal) -> signal.number() + "=event"))
			.toArray(String[]::new);
		start(ignoring("HUP INT USR1"), List.of(), arguments);
		command("release");
		command("open");
		command("child");
		awaitLine("told CHLD 17 event");
		for (UnixSignal signal : signals) {
			this.lines.clear();
			kill(signal.name());
			awaitLine("told " + signal.name() + " " + signal.number() + " event");
		}
		terminate();
	}

	@Test
	void usr2IsRefusedWhereTheSuspendSignalWasNotMoved() throws Exception {
		launch(List.of("env", "-u", "_JAVA_SR_SIGNUM"), List.of(), "DAEMON", "USR2=event");
		assertThat(line()).startsWith("Unable to map signal 'USR2': the JVM suspends its threads with it");
		assertThat(this.process.waitFor()).isEqualTo(3);
	}

	@Test
	void usr2AndAProfileDoNotMix(@TempDir Path directory) throws Exception {
		Path recording = directory.resolve("recording.jfr");
		start(List.of(),
				List.of("-XX:StartFlightRecording=settings=profile,filename=" + recording, "-Xlog:jfr+startup=off"),
				"DAEMON", "USR2=event");
		command("release");
		command("open");
		command("burn");
		awaitLine("burnt true");
		assertThat(this.lines).isEmpty();
		kill("USR2");
		awaitLine("told USR2 12 event");
		terminate();
		assertThat(RecordingFile.readAllEvents(recording))
			.anyMatch((event) -> event.getEventType().getName().equals("jdk.ExecutionSample"));
	}

	@Test
	void jvmThatDoesNotUseSignalsIsRefused() throws Exception {
		launch(List.of(), List.of("-Xrs"), "DAEMON");
		assertThat(line()).startsWith("Unable to map signal 'TERM': the JVM option -Xrs turns");
		assertThat(this.process.waitFor()).isEqualTo(3);
	}

	private long ignored(String command) throws Exception {
		command(command);
		return Long.parseLong(line(), 16) & ~OF_THREADS;
	}

	/** A shell that runs the build in the background has it ignore INT. */
	private static long ignoredHere() throws IOException {
		String line = Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((entry) -> entry.startsWith("SigIgn:"))
			.findFirst()
			.orElseThrow();
		return Long.parseLong(line.substring("SigIgn:".length()).strip(), 16) & ~OF_THREADS;
	}

	private void terminate() throws Exception {
		kill("TERM");
		awaitLine("terminate");
		assertThat(this.process.waitFor()).isZero();
	}

	private static List<String> ignoring(String signals) {
		return List.of("sh", "-c", "trap '' " + signals + "; exec \"$@\"", "sh");
	}

	private void start(List<String> prefix, List<String> options, String... arguments) throws Exception {
		launch(prefix, options, arguments);
		String line = line();
		assertThat(line).startsWith("installed ");
		this.pid = line.substring("installed ".length());
	}

	private void launch(List<String> prefix, List<String> options, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("sh", "-c", "exec 7<&0; exec \"$@\"", "sh"));
		command.addAll(prefix);
		command.add(Path.of(System.getProperty("process.java.home", System.getProperty("java.home")), "bin", "java")
			.toString());
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), SignalTarget.class.getName()));
		command.addAll(Arrays.asList(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().putAll(Map.of("_JAVA_SR_SIGNUM", "40"));
		this.process = builder.start();
		this.commands = new PrintStream(this.process.getOutputStream(), true);
		Thread reader = new Thread(this::read, "signal-target");
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(this.process.getInputStream()))) {
			reader.lines().forEach(this.lines::add);
		}
		catch (IOException | java.io.UncheckedIOException ex) {
			// the process has ended
		}
	}

	private void command(String command) {
		this.commands.println(command);
	}

	private void kill(String signal) throws Exception {
		run("kill", "-" + signal, this.pid);
	}

	private static void run(String... command) throws Exception {
		assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
	}

	private void awaitLine(String expected) throws InterruptedException {
		List<String> others = new ArrayList<>();
		String line = line();
		while (!line.equals(expected)) {
			others.add(line);
			line = line();
		}
		assertThat(others).as("lines before '%s'", expected)
			.allMatch((other) -> other.matches("took .*|told .*|[0-9a-f]+"));
	}

	private String line() throws InterruptedException {
		String line = this.lines.poll(30, TimeUnit.SECONDS);
		assertThat(line).as("line of the process").isNotNull();
		return line;
	}

}
