package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@code -XX:StartFlightRecording} and {@code -XX:FlightRecorderOptions}: pairs of name
 * and value between commas, where a value may be quoted.
 */
final class RecordingOption {

	private static final List<String> NAMES = List.of("-XX:StartFlightRecording", "-XX:FlightRecorderOptions");

	private RecordingOption() {
	}

	static boolean matches(String option) {
		return pairsAt(option) > 0;
	}

	/**
	 * Returns the file in which the recording ends.
	 * @return the name, or {@code null} if none is given
	 */
	static @Nullable String file(String option) {
		if (!option.startsWith(NAMES.get(0))) {
			return null;
		}
		return pairs(option).stream()
			.filter((pair) -> pair.startsWith("filename="))
			.map(RecordingOption::value)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the option with absolute paths.
	 * @param option one of the two options
	 * @param paths where relative paths start
	 * @param javaHome whose {@code lib/jfr} has the settings that are known by name
	 */
	static String absolute(String option, RelativePaths paths, String javaHome) {
		List<String> changed = new ArrayList<>();
		for (String pair : pairs(option)) {
			int equals = pair.indexOf('=');
			String value = value(pair);
			String path = switch (pair.substring(0, Math.max(equals, 0))) {
				case "filename", "repository", "dumppath" -> paths.absolute(value);
				case "settings" -> settings(value, paths, javaHome);
				default -> value;
			};
			changed.add(path.equals(value) ? pair : pair.substring(0, equals + 1) + quote(path));
		}
		return option.substring(0, pairsAt(option)) + String.join(",", changed);
	}

	private static String settings(String name, RelativePaths paths, String javaHome) {
		RelativePaths known = new RelativePaths(javaHome + "/lib/jfr");
		boolean file = !name.isEmpty() && !known.exists(name) && !known.exists(name + ".jfc") && paths.exists(name);
		return file ? paths.absolute(name) : name;
	}

	private static int pairsAt(String option) {
		for (String name : NAMES) {
			int length = name.length();
			if (option.startsWith(name) && option.length() > length && "=:".indexOf(option.charAt(length)) >= 0) {
				return length + 1;
			}
		}
		return 0;
	}

	private static List<String> pairs(String option) {
		List<String> pairs = new ArrayList<>();
		if (!matches(option)) {
			return pairs;
		}
		StringBuilder pair = new StringBuilder();
		char quote = 0;
		for (char character : option.substring(pairsAt(option)).toCharArray()) {
			if (character == ',' && quote == 0) {
				pairs.add(pair.toString());
				pair.setLength(0);
				continue;
			}
			if (character == quote) {
				quote = 0;
			}
			else if (quote == 0 && (character == '"' || character == '\'')) {
				quote = character;
			}
			pair.append(character);
		}
		pairs.add(pair.toString());
		return pairs;
	}

	private static String value(String pair) {
		String value = pair.substring(pair.indexOf('=') + 1);
		boolean quoted = value.length() > 1 && "\"'".indexOf(value.charAt(0)) >= 0
				&& value.charAt(value.length() - 1) == value.charAt(0);
		return quoted ? value.substring(1, value.length() - 1) : value;
	}

	private static String quote(String value) {
		boolean plain = value.chars().noneMatch((character) -> ",=\"' ".indexOf(character) >= 0);
		if (plain) {
			return value;
		}
		return (value.indexOf('"') < 0) ? "\"" + value + "\"" : "'" + value + "'";
	}

}
