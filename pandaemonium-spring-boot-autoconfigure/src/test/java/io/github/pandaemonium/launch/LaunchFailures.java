package io.github.pandaemonium.launch;

import java.util.List;

/**
 * Failures of this package, for tests of those who explain them.
 */
public final class LaunchFailures {

	private LaunchFailures() {
	}

	/**
	 * Returns what a copied command line is told by.
	 * @return the exception
	 */
	public static InvalidBirthException invalidBirth() {
		return new InvalidBirthException("junk");
	}

	/**
	 * Returns what a command line is told by that can't be used again.
	 * @return the exception
	 */
	public static CommandLineException commandLine() {
		try {
			CommandLine.of(List.of("java", "@/none/args"), List.of(), "/", "/jdk").arguments(List.of());
		}
		catch (CommandLineException ex) {
			return ex;
		}
		throw new IllegalStateException("There is a file /none/args");
	}

}
