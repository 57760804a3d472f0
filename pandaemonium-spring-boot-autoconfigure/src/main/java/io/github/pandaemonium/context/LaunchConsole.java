package io.github.pandaemonium.context;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

import io.github.pandaemonium.command.Printable;
import io.github.pandaemonium.context.logging.LogFileLocation;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.StartException;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.Refusal;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.launch.StartResult.Outcome;
import io.github.pandaemonium.posix.ProcessStat;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * What an operator reads: one line on success, and on failure what went wrong and what to
 * do, never a stack trace.
 */
final class LaunchConsole {

	private static final Pattern STACK_FRAME = Pattern
		.compile("(?m)^\\s+(at \\S+\\(.*\\).*|\\.\\.\\. \\d+ (more|common frames omitted))\\R");

	private final long start = startOfJvm();

	private final String name;

	private final PrintStream out = System.out;

	private final PrintStream err = System.err;

	private final String log;

	private final @Nullable ClassLoader classLoader;

	private int status;

	private LaunchConsole(String name, @Nullable String log, @Nullable ClassLoader classLoader) {
		this.name = name;
		this.log = (log != null) ? log : "";
		this.classLoader = classLoader;
	}

	static LaunchConsole of(SpringApplication application, ConfigurableEnvironment environment) {
		String name = environment.getProperty("spring.application.name");
		Class<?> main = application.getMainApplicationClass();
		if (!StringUtils.hasText(name)) {
			name = (main != null) ? ClassUtils.getShortName(main) : "application";
		}
		return new LaunchConsole(name, LogFileLocation.of(environment, CommandLine.workingDirectory()),
				application.getClassLoader());
	}

	String name() {
		return this.name;
	}

	void line(String line) {
		this.out.println(line);
	}

	/**
	 * Prints a text in an encoding of its own.
	 */
	void text(byte[] text) {
		this.out.write(text, 0, text.length);
		this.out.flush();
	}

	void warning(String warning) {
		this.err.println(this.name + ": " + warning);
	}

	void interrupted() {
		warning("the start was interrupted; nothing is left");
	}

	void refusal(Refusal refusal) {
		this.err.println(this.name + " does not detach because " + refusal.reason());
	}

	void withoutPidFile(@Nullable Throwable cause) {
		this.err.println(this.name + ": there is no pid file, because system calls are not available: "
				+ ((cause != null) ? cause.getMessage() : "?"));
	}

	void warnings(DaemonSettings settings, ConfigurableEnvironment environment) {
		StartWarnings.of(settings, environment).forEach(this::warning);
	}

	void result(StartResult result, DaemonOptions options) {
		if (result.isSuccess()) {
			this.err.print(result.error());
			this.out.println(this.name + success(result, options, Duration.ofNanos(System.nanoTime() - this.start)));
			return;
		}
		StartException failure = new StartException(result.withLog(this.log), options);
		if (result.isEndOfJvm() && !result.isWithoutJvm()) {
			this.err.print(withoutStackTraces(result.output()));
		}
		if (result.outcome() != Outcome.FAILED && !result.isWithoutJvm()) {
			this.err.print(withoutStackTraces(result.error()));
		}
		this.status = failure.getExitStatus();
		failure(FailureReport.of(failure, this.classLoader, null));
	}

	void failure(FailureReport report) {
		String description = report.description().strip();
		this.err.println(this.name + (description.contains("\n") ? ":\n\n" : ": ") + description);
		if (!report.action().isBlank()) {
			this.err.println((description.contains("\n") ? "\n" : "") + report.action().strip());
		}
	}

	int status() {
		return this.status;
	}

	/**
	 * Says how far a daemon is.
	 */
	static String success(StartResult result, DaemonOptions options, Duration time) {
		if (result.status() >= 0) {
			return " was ready and has ended with status " + result.status();
		}
		String state = switch (options.waitFor()) {
			case READY -> " is ready";
			case STAGES -> " is a daemon, but perhaps not ready";
			case NONE -> " has been started";
		};
		return state + ": process " + result.pid() + ", " + Printable.seconds(time) + log(result, options);
	}

	/**
	 * The process may be much older than its JVM: a shell that replaces itself leaves it
	 * its own start. The thread of {@code main} is made by {@code java}.
	 */
	private static long startOfJvm() {
		ProcessStat main = ProcessStat.of("thread-self");
		Duration age = (main != null) ? main.age() : Duration.ZERO;
		if (age.isZero()) {
			Instant now = Instant.now();
			age = Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
		}
		return System.nanoTime() - age.toNanos();
	}

	private static String log(StartResult result, DaemonOptions options) {
		if (!result.log().isEmpty()) {
			return ", log in " + result.log();
		}
		if (options.stdout().toString().equals("/dev/null")) {
			return (options.waitFor() == io.github.pandaemonium.daemon.WaitFor.READY)
					? ", no log: set logging.file.name or pandaemonium.stdout" : "";
		}
		return ", log in " + options.stdout();
	}

	/**
	 * What the daemon says on its way is shown, but traces are for its log.
	 */
	private static String withoutStackTraces(String text) {
		return STACK_FRAME.matcher(text).replaceAll("");
	}

}
