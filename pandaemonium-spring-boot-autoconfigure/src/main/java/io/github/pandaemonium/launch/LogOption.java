package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * {@code -Xlog} and {@code -Xloggc}. The grammar of the former, from JEP 158 and
 * {@code logConfiguration.cpp}: {@code -Xlog:what:output:decorators:options}, colons in
 * quotes do not count, and an output is {@code stdout}, {@code stderr}, {@code #n},
 * {@code file=name} or just the name.
 */
final class LogOption {

	private static final String UNIFIED = "-Xlog:";

	private static final String GC = "-Xloggc:";

	private LogOption() {
	}

	static boolean matches(String option) {
		return option.startsWith(UNIFIED) || option.startsWith(GC);
	}

	/**
	 * Returns the name of the file that is written.
	 * @return the name, or {@code null} if this option writes none
	 */
	static @Nullable String file(String option) {
		if (option.startsWith(GC)) {
			return fileOf(option.substring(GC.length()));
		}
		List<String> parts = option.startsWith(UNIFIED) ? parts(option) : List.of();
		return (parts.size() > 1) ? fileOf(parts.get(1)) : null;
	}

	static String absolute(String option, UnaryOperator<String> change) {
		String file = file(option);
		if (file == null || file.startsWith("/")) {
			return option;
		}
		String path = change.apply(file);
		String output = "file=" + ((path.indexOf(':') >= 0) ? "\"" + path + "\"" : path);
		if (option.startsWith(GC)) {
			return GC + output;
		}
		List<String> parts = parts(option);
		parts.set(1, output);
		return UNIFIED + String.join(":", parts);
	}

	private static @Nullable String fileOf(String output) {
		if (output.isEmpty() || output.startsWith("#") || output.equals("stdout") || output.equals("stderr")) {
			return null;
		}
		int quote = output.indexOf('"');
		int equals = output.indexOf('=');
		boolean prefixed = equals >= 0 && (quote < 0 || equals < quote);
		if (prefixed && !output.startsWith("file=")) {
			return null;
		}
		String name = prefixed ? output.substring(equals + 1) : output;
		return name.replace("\"", "");
	}

	private static List<String> parts(String option) {
		List<String> parts = new ArrayList<>();
		StringBuilder part = new StringBuilder();
		boolean quoted = false;
		for (char character : option.substring(UNIFIED.length()).toCharArray()) {
			quoted ^= (character == '"');
			if (character == ':' && !quoted) {
				parts.add(part.toString());
				part.setLength(0);
			}
			else {
				part.append(character);
			}
		}
		parts.add(part.toString());
		return parts;
	}

}
