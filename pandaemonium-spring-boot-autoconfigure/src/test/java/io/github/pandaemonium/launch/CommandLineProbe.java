package io.github.pandaemonium.launch;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * Says with which command line it was started, as far as that can be seen from inside.
 * Depends on nothing, since it also runs as a module and from a source file.
 */
public final class CommandLineProbe {

	private CommandLineProbe() {
	}

	/**
	 * The entry point of the agent.
	 * @param options the options of the agent
	 */
	public static void premain(String options) {
		System.setProperty("probe.agent", options);
	}

	public static void main(String[] args) throws Exception {
		StringBuilder facts = new StringBuilder();
		for (String argument : args) {
			facts.append("argument=").append(argument).append('\0');
		}
		System.getProperties()
			.stringPropertyNames()
			.stream()
			.filter((name) -> name.startsWith("probe."))
			.sorted()
			.forEach((name) -> facts.append(name).append('=').append(System.getProperty(name)).append('\0'));
		facts.append("main=").append(CommandLineProbe.class.getModule().getName()).append('\0');
		try (InputStream marker = ClassLoader.getSystemResourceAsStream("marker.txt")) {
			facts.append("marker=").append(marker != null).append('\0');
		}
		facts.append("variables=").append(new TreeMap<>(System.getenv()).keySet()).append('\0');
		Path output = Path.of(System.getenv("PROBE_OUTPUT"));
		Files.write(output.resolve("facts"), facts.toString().getBytes(StandardCharsets.UTF_8));
		Files.write(output.resolve("cmdline"), Files.readAllBytes(Path.of("/proc/self/cmdline")));
		Files.write(output.resolve("environ"), Files.readAllBytes(Path.of("/proc/self/environ")));
	}

}
