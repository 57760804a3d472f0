package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the options through which a JVM holds something that a second JVM with the same
 * options can't have: a JMX port, a log or recording whose file does not have the process
 * in its name, a heap whose memory is taken at once.
 */
final class Contention {

	private static final String JMX_PORT = "-Dcom.sun.management.jmxremote.port=";

	private static final String PRE_TOUCH = "AlwaysPreTouch";

	private final RelativePaths paths;

	private final Map<String, String> once = new LinkedHashMap<>();

	private final List<String> logs = new ArrayList<>();

	private final List<String> recordings = new ArrayList<>();

	private Contention(RelativePaths paths) {
		this.paths = paths;
	}

	/**
	 * Returns the options that two JVMs can't have at once.
	 * @param options options as the JVM sees them, in its order
	 * @param paths where relative paths start
	 * @return those options
	 */
	static List<String> find(List<String> options, RelativePaths paths) {
		Contention contention = new Contention(paths);
		for (String option : options) {
			contention.look(option);
		}
		List<String> found = new ArrayList<>(contention.once.values());
		found.addAll(contention.logs);
		found.addAll(contention.recordings);
		return found;
	}

	private void look(String option) {
		if (option.startsWith(JMX_PORT)) {
			set(JMX_PORT, option, !option.equals(JMX_PORT + "0") && !option.equals(JMX_PORT));
		}
		else if (option.equals("-XX:+" + PRE_TOUCH) || option.equals("-XX:-" + PRE_TOUCH)) {
			set(PRE_TOUCH, option, option.startsWith("-XX:+"));
		}
		else if (option.equals("-Xlog:disable")) {
			this.logs.clear();
		}
		else if (LogOption.matches(option)) {
			add(this.logs, option, LogOption.file(option));
		}
		else if (RecordingOption.matches(option)) {
			add(this.recordings, option, RecordingOption.file(option));
		}
	}

	/**
	 * The last one of its kind is the one that counts.
	 */
	private void set(String key, String option, boolean contended) {
		this.once.remove(key);
		if (contended) {
			this.once.put(key, option);
		}
	}

	private void add(List<String> found, String option, @Nullable String file) {
		if (file != null && !file.isEmpty() && !isOfOneProcess(file) && !this.paths.isDirectory(file)
				&& !file.startsWith("/dev/")) {
			found.add(option);
		}
	}

	private static boolean isOfOneProcess(String file) {
		return file.contains("%p") || file.contains("%t");
	}

}
