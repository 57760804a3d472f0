package io.github.pandaemonium.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.junit.jupiter.api.Assumptions;

/**
 * The Java that runs the programs of the tests: {@code -Dprocess.java.home}, by default
 * that of the tests.
 */
public final class Java {

	private Java() {
	}

	/**
	 * Returns its home.
	 * @return the directory
	 */
	public static Path home() {
		return Path.of(System.getProperty("process.java.home", System.getProperty("java.home")));
	}

	/**
	 * Returns a command line.
	 * @param arguments the arguments of {@code java}
	 * @return the command line
	 */
	public static List<String> command(String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(home().resolve("bin/java").toString());
		command.addAll(List.of(arguments));
		return command;
	}

	/**
	 * Finds one of its tools, and skips the test if it has none.
	 * @param name the name, for example {@code jcmd}
	 * @return the program
	 */
	public static String assumeTool(String name) {
		Path tool = home().resolve("bin").resolve(name);
		Assumptions.assumeTrue(Files.isExecutable(tool), () -> "there is no " + tool);
		return tool.toString();
	}

	/**
	 * Returns its feature version.
	 * @return for example 17
	 */
	public static int version() {
		try {
			Properties release = new Properties();
			release.load(Files.newBufferedReader(home().resolve("release")));
			String version = release.getProperty("JAVA_VERSION").replace("\"", "");
			return Runtime.Version.parse(version).feature();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
