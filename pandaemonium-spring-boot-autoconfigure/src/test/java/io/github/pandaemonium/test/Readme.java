package io.github.pandaemonium.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The README of the project, as the tests of a module find it.
 */
public final class Readme {

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

	private static final Pattern ROW = Pattern.compile("(?m)^\\|(.*)\\|$");

	private Readme() {
	}

	/**
	 * Finds the root of the project.
	 * @return the directory
	 */
	public static Path root() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.isRegularFile(directory.resolve("mvnw"))) {
			directory = directory.getParent();
			if (directory == null) {
				throw new IllegalStateException("The tests do not run in the project");
			}
		}
		return directory;
	}

	/**
	 * Reads it.
	 * @return the text
	 */
	public static String text() {
		try {
			return Files.readString(root().resolve("README.md"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Finds the fenced blocks of a language.
	 * @param language what is behind the fence, for example {@code java}
	 * @return the blocks without their fences, in their order
	 */
	public static List<String> blocks(String language) {
		List<String> blocks = new ArrayList<>();
		Matcher matcher = BLOCK.matcher(text());
		while (matcher.find()) {
			if (matcher.group(1).equals(language)) {
				blocks.add(matcher.group(2));
			}
		}
		return blocks;
	}

	/**
	 * Finds the first table under a heading.
	 * @param heading the heading, without its marks
	 * @return the cells of each row, without head
	 */
	public static List<List<String>> table(String heading) {
		String text = text();
		int start = text.indexOf("\n## " + heading + "\n");
		if (start < 0) {
			throw new IllegalStateException("There is no heading " + heading);
		}
		List<List<String>> rows = new ArrayList<>();
		Matcher matcher = ROW.matcher(text);
		for (int end = -1; matcher.find(start) && (end < 0 || matcher.start() == end + 1); start = end) {
			rows.add(Stream.of(matcher.group(1).split("\\|")).map(String::strip).toList());
			end = matcher.end();
		}
		return rows.subList(2, rows.size());
	}

}
