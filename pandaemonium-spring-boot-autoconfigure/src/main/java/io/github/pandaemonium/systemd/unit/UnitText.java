package io.github.pandaemonium.systemd.unit;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Writes a unit in the syntax of systemd.syntax(7) and systemd.service(5).
 */
final class UnitText {

	private final StringBuilder text = new StringBuilder();

	UnitText comment(String comment) {
		this.text.append("# ").append(comment.replaceAll("\\p{Cntrl}", "?")).append('\n');
		return this;
	}

	UnitText section(String name) {
		this.text.append(this.text.toString().endsWith("]\n") || isHead() ? "" : "\n")
			.append('[')
			.append(name)
			.append("]\n");
		return this;
	}

	/**
	 * Sets an option, unless it has no value.
	 */
	UnitText set(String option, @Nullable String value) {
		if (value != null) {
			this.text.append(option).append('=').append(value).append('\n');
		}
		return this;
	}

	UnitText command(String option, List<String> command) {
		return set(option, command(command));
	}

	/**
	 * Returns one command line. Where an argument has a dollar sign, nothing is replaced
	 * in it.
	 */
	static String command(List<String> command) {
		boolean dollar = command.stream().anyMatch((word) -> word.contains("$"));
		return command.stream().map(UnitText::word).collect(Collectors.joining(" ", dollar ? ":" : "", ""));
	}

	/**
	 * Returns one word, in quotes where it needs them.
	 */
	static String word(String word) {
		if (word.matches("[A-Za-z0-9_@+=:,./%-]+")) {
			return escaped(word);
		}
		return '"' + quoted(word) + '"';
	}

	/**
	 * Returns a value that takes no quotes.
	 */
	static String escaped(String value) {
		return value.replace("%", "%%");
	}

	static String time(Duration duration) {
		return (duration.toMillis() % 1000 == 0) ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
	}

	private static String quoted(String word) {
		StringBuilder quoted = new StringBuilder();
		for (char character : escaped(word).toCharArray()) {
			switch (character) {
				case '"', '\\' -> quoted.append('\\').append(character);
				case '\n' -> quoted.append("\\n");
				case '\t' -> quoted.append("\\t");
				default -> {
					if (character < ' ' || character == 0x7f) {
						quoted.append(String.format("\\x%02x", (int) character));
					}
					else {
						quoted.append(character);
					}
				}
			}
		}
		return quoted.toString();
	}

	private boolean isHead() {
		return this.text.toString().lines().allMatch((line) -> line.startsWith("#"));
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
