package io.github.pandaemonium.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import io.github.pandaemonium.command.Finding;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.OpenFile;
import io.github.pandaemonium.posix.ProcessStatus;
import io.github.pandaemonium.posix.UnixSignal;

/**
 * What the caller of this process has left it, as {@code /proc/self} tells it, see
 * {@code proc(5)}.
 */
final class ProcessLimits {

	private static final List<String> SHOWN = List.of("Max open files", "Max processes", "Max core file size",
			"Max locked memory");

	/** What every JVM has open, by the beginning of its name. */
	private static final List<String> OF_THE_JVM = List.of("anon_inode:", "/dev/random", "/dev/urandom", "/proc/",
			"/sys/", "/memfd:", "/tmp/hsperfdata_");

	private static final int FIRST_INHERITED = 3;

	private ProcessLimits() {
	}

	static void find(List<Finding> findings, CommandLine commandLine) {
		findings.add(Finding.ok("descriptors", descriptors()));
		findings.add(Finding.ok("limits", limits()));
		List<String> held = commandLine.contendedOptions();
		if (!held.isEmpty()) {
			findings.add(Finding.error("options", "two JVMs can't have " + String.join(" ", held) + " at once",
					"Move it into pandaemonium.java-options, which only the daemon's JVM gets."));
		}
	}

	/**
	 * Returns the signals that this process was started with as ignored, and that the JVM
	 * has therefore no handler for.
	 */
	static String ignoredSignals() {
		ProcessStatus status = ProcessStatus.of("self");
		return (status == null) ? ""
				: UnixSignal.values()
					.stream()
					.filter((signal) -> status.ignores(signal.number()))
					.map(UnixSignal::name)
					.collect(Collectors.joining(", "));
	}

	private static String descriptors() {
		String home = System.getProperty("java.home");
		String closed = OpenFile.list()
			.stream()
			.filter((file) -> file.descriptor() >= FIRST_INHERITED && !file.target().startsWith(home)
					&& !file.target().endsWith(".jar") // which names others in its
														// manifest
					&& OF_THE_JVM.stream().noneMatch(file.target()::startsWith))
			.map((file) -> file.descriptor() + " (" + file.target() + ")")
			.collect(Collectors.joining(", "));
		return closed.isEmpty() ? "none is open that would be closed"
				: "closed in the daemon unless inherited: " + closed;
	}

	private static String limits() {
		try {
			return Files.readAllLines(Path.of("/proc/self/limits"))
				.stream()
				.filter((line) -> SHOWN.stream().anyMatch(line::startsWith))
				.map((line) -> line.strip().replaceAll("\\s{2,}", " "))
				.map((line) -> line.substring("Max ".length()))
				.collect(Collectors.joining("; "));
		}
		catch (IOException ex) {
			return "they can't be read";
		}
	}

}
