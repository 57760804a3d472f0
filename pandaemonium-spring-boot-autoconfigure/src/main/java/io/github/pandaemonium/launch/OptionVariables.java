package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The environment, with relative paths made absolute in the variables that launcher, JVM
 * and Spring Boot's loader read. A variable in which nothing changes stays byte for byte
 * the same.
 */
final class OptionVariables {

	/**
	 * Options that the launcher puts before its own.
	 */
	static final String LAUNCHER = "JDK_JAVA_OPTIONS";

	/**
	 * Options that the JVM puts before those of the launcher.
	 */
	static final String BEFORE = "JAVA_TOOL_OPTIONS";

	/**
	 * Options that the JVM puts after those of the launcher.
	 */
	static final String AFTER = "_JAVA_OPTIONS";

	static final String CLASS_PATH = "CLASSPATH";

	private final List<String> given;

	private final List<String> rewritten;

	OptionVariables(List<String> environment) {
		this.given = List.copyOf(environment);
		this.rewritten = new ArrayList<>(environment);
	}

	/**
	 * The value of a variable as it was given, which like {@code getenv(3)} is that of
	 * its first entry.
	 */
	@Nullable String get(String name) {
		for (String variable : this.given) {
			if (isNamed(variable, name)) {
				return variable.substring(name.length() + 1);
			}
		}
		return null;
	}

	List<String> words(String name) {
		String value = get(name);
		return (value != null) ? OptionWords.words(value) : List.of();
	}

	boolean hasAny(List<String> names) {
		for (String name : names) {
			if (get(name) != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Makes the paths absolute.
	 * @param options what makes options absolute
	 * @param paths what makes paths absolute
	 * @param launcher the options of {@link #LAUNCHER} with absolute paths
	 * @param relativeFile whether they come from a file with a relative path
	 * @param given the options as they were
	 */
	void rewrite(PathOptions options, RelativePaths paths, List<String> launcher, boolean relativeFile,
			List<String> given) {
		if (relativeFile || !launcher.equals(given)) {
			change(LAUNCHER, (value) -> OptionWords.of(ArgumentExpansion.escape(launcher, false)));
		}
		for (String name : List.of(BEFORE, AFTER)) {
			List<String> words = words(name);
			List<String> absolute = options.absolute(words);
			if (!absolute.equals(words)) {
				change(name, (value) -> OptionWords.of(absolute));
			}
		}
		change(CLASS_PATH, options::classPath);
		for (String name : LoaderHome.VARIABLES) {
			change(name, paths::location);
		}
	}

	/**
	 * Returns the environment with more variables.
	 */
	List<String> with(Map<String, String> additions) {
		List<String> result = new ArrayList<>();
		for (String variable : this.rewritten) {
			String name = variable.substring(0, Math.max(variable.indexOf('='), 0));
			if (!additions.containsKey(name)) {
				result.add(variable);
			}
		}
		for (Map.Entry<String, String> addition : additions.entrySet()) {
			result.add(addition.getKey() + "=" + addition.getValue());
		}
		return result;
	}

	/**
	 * Returns the variables of which something is left out, with the rest of their
	 * options.
	 * @param unwanted which options to leave out
	 */
	Map<String, String> without(Predicate<String> unwanted) {
		Map<String, String> changed = new LinkedHashMap<>();
		for (String name : List.of(BEFORE, LAUNCHER, AFTER)) {
			this.rewritten.stream().filter((variable) -> isNamed(variable, name)).findFirst().ifPresent((variable) -> {
				List<String> words = OptionWords.words(variable.substring(name.length() + 1));
				List<String> left = words.stream().filter(unwanted.negate()).toList();
				if (!left.equals(words)) {
					changed.put(name, OptionWords.of(left));
				}
			});
		}
		return changed;
	}

	private void change(String name, UnaryOperator<String> change) {
		for (int i = 0; i < this.rewritten.size(); i++) {
			String variable = this.rewritten.get(i);
			if (isNamed(variable, name)) {
				this.rewritten.set(i, name + "=" + change.apply(variable.substring(name.length() + 1)));
			}
		}
	}

	private static boolean isNamed(String variable, String name) {
		return variable.startsWith(name) && variable.length() > name.length() && variable.charAt(name.length()) == '=';
	}

}
