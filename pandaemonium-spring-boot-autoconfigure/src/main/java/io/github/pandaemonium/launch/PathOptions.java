package io.github.pandaemonium.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes the relative paths in options of launcher and JVM absolute, and drops the mark of
 * an earlier birth. Options that hold no path, and absolute paths, stay as they are.
 */
final class PathOptions {

	private static final String OPTIONS_FILE = "-XX:VMOptionsFile=";

	private static final Set<String> FLAGS = Set.of("AllocateHeapAt", "AOTCache", "AOTCacheOutput", "AOTConfiguration",
			"ArchiveClassesAtExit", "CompileCommandFile", "CompilerDirectivesFile", "DumpLoadedClassList", "ErrorFile",
			"ExtraSharedClassListFile", "Flags", "HeapDumpPath", "InlineDataFile", "JVMCILibPath", "LogFile",
			"PerfDataSaveFile", "ReplayDataFile", "SharedArchiveConfigFile", "SharedArchiveFile", "SharedClassListFile",
			"VMOptionsFile");

	private final RelativePaths paths;

	private final String javaHome;

	private final boolean classMode;

	private final PathProperties properties;

	/**
	 * Creates it.
	 * @param paths where relative paths start
	 * @param javaHome the home of the JDK
	 * @param classMode whether the launcher runs a class, so that an empty class path
	 * means the directory (elsewhere it means none)
	 */
	PathOptions(RelativePaths paths, String javaHome, boolean classMode) {
		this.paths = paths;
		this.javaHome = javaHome;
		this.classMode = classMode;
		this.properties = new PathProperties(paths);
	}

	/**
	 * Returns options with absolute paths.
	 * @param options options, and values of the options that take one
	 * @return the options; a {@code -XX:VMOptionsFile} that holds relative paths is
	 * replaced by its content
	 */
	List<String> absolute(List<String> options) {
		return absolute(options, 0, options.size());
	}

	List<String> absolute(List<String> options, int from, int to) {
		List<String> absolute = new ArrayList<>();
		for (int i = from; i < to; i++) {
			String option = options.get(i);
			if (LauncherOptions.isValue(options, i)) {
				absolute.add(value(options.get(i - 1), option));
			}
			else if (option.startsWith(OPTIONS_FILE)) {
				List<String> content = expand(List.of(option));
				List<String> changed = content.equals(List.of(option)) ? content : absolute(content);
				absolute.addAll(changed.equals(content) ? List.of(single(option)) : changed);
			}
			else if (!isMark(option)) {
				absolute.add(single(option));
			}
		}
		return absolute;
	}

	static boolean isMark(String option) {
		return option.startsWith("-D" + Birth.PROPERTY + "=");
	}

	/**
	 * Returns the options with the content of a {@code -XX:VMOptionsFile} in its place.
	 */
	List<String> expand(List<String> options) {
		List<String> expanded = new ArrayList<>();
		for (String option : options) {
			try {
				expanded.addAll(option.startsWith(OPTIONS_FILE) ? content(option) : List.of(option));
			}
			catch (IOException ex) {
				// It was there when this JVM started; the next one will say what it
				// misses
				expanded.add(option);
			}
		}
		return expanded;
	}

	String classPath(String paths) {
		return (paths.isEmpty() && !this.classMode) ? paths : this.paths.searchPath(paths);
	}

	private List<String> content(String option) throws IOException {
		String file = this.paths.absolute(option.substring(OPTIONS_FILE.length()));
		byte[] content = Files.readAllBytes(RelativePaths.toPath(file));
		return OptionWords.words(new String(content, StandardCharsets.ISO_8859_1));
	}

	private String single(String option) {
		int equals = option.indexOf('=');
		if (option.startsWith("-D")) {
			return (equals < 0) ? option : property(option, equals);
		}
		if (option.startsWith("--")) {
			return (equals < 0) ? option
					: change(option, equals + 1, (value) -> value(option.substring(0, equals), value));
		}
		if (option.startsWith("-Xlog") && LogOption.matches(option)) {
			return LogOption.absolute(option, this.paths::absolute);
		}
		if (option.startsWith("-XX:")) {
			return flag(option);
		}
		int colon = option.indexOf(':');
		return switch (option.substring(0, colon + 1)) {
			case "-javaagent:" -> change(option, colon + 1, (agent) -> agent(agent, true));
			case "-agentpath:" -> change(option, colon + 1, (agent) -> agent(agent, false));
			case "-Xbootclasspath/a:" -> change(option, colon + 1, this.paths::list);
			case "-splash:" -> change(option, colon + 1, this.paths::absolute);
			default -> option;
		};
	}

	private String property(String option, int equals) {
		String name = option.substring("-D".length(), equals);
		String value = option.substring(equals + 1);
		String absolute = name.equals("java.class.path") ? classPath(value) : this.properties.absolute(name, value);
		return option.substring(0, equals + 1).concat(absolute);
	}

	private String value(String option, String value) {
		return switch (option) {
			case "-cp", "-classpath", "--class-path" -> classPath(value);
			case "-p", "--module-path", "--upgrade-module-path" -> this.paths.modulePath(value);
			case "--patch-module" -> change(value, value.indexOf('=') + 1, this.paths::list);
			default -> value;
		};
	}

	private String flag(String option) {
		int equals = option.indexOf('=');
		if (RecordingOption.matches(option)) {
			return RecordingOption.absolute(option, this.paths, this.javaHome);
		}
		if (equals < 0 || !FLAGS.contains(option.substring("-XX:".length(), equals))) {
			return option;
		}
		boolean two = option.startsWith("-XX:SharedArchiveFile=");
		return change(option, equals + 1, two ? this.paths::list : this.paths::absolute);
	}

	/**
	 * A library without a slash is searched for by {@code dlopen(3)}, not in the working
	 * directory.
	 */
	private String agent(String agent, boolean plainNameIsPath) {
		int end = (agent.indexOf('=') >= 0) ? agent.indexOf('=') : agent.length();
		String path = agent.substring(0, end);
		return (plainNameIsPath || path.indexOf('/') >= 0) ? this.paths.absolute(path) + agent.substring(end) : agent;
	}

	private static String change(String option, int from, UnaryOperator<String> change) {
		return option.substring(0, from) + change.apply(option.substring(from));
	}

}
