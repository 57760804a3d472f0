package io.github.pandaemonium.context.logging;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogFile;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * Makes the properties of the log file mean the launch directory.
 *
 * @since 0.1.0
 */
public final class LogFileLocation {

	private static final List<String> KEYS = List.of(LogFile.FILE_NAME_PROPERTY, LogFile.FILE_PATH_PROPERTY);

	private LogFileLocation() {
	}

	/**
	 * Return the properties that have to come first in the daemon's environment.
	 * @param environment the environment as it was loaded
	 * @param directory the launch directory
	 * @return the absolute version of every property that is a relative file
	 */
	public static Map<String, Object> absolute(PropertyResolver environment, Path directory) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (String key : KEYS) {
			String value = environment.getProperty(key);
			if (StringUtils.hasLength(value) && !new File(value).isAbsolute()) {
				properties.put(key, new File(directory.toFile(), value).getPath());
			}
		}
		return properties;
	}

	/**
	 * Return where the log file of a daemon is.
	 * @param environment the environment
	 * @return the path, or {@code null} where there is no log file
	 */
	public static @Nullable String of(PropertyResolver environment) {
		LogFile file = LogFile.get(environment);
		return (file != null) ? file.toString() : null;
	}

	/**
	 * Return where the log file of the daemon of this launcher will be.
	 * @param environment the environment of the launcher
	 * @param directory the launch directory
	 * @return the path, or {@code null} where there is no log file
	 */
	public static @Nullable String of(PropertyResolver environment, Path directory) {
		String file = of(environment);
		return (file != null) ? directory.resolve(file).normalize().toString() : null;
	}

	/**
	 * Return the property that names the log file.
	 * @param environment the environment
	 * @return the key
	 */
	public static String key(PropertyResolver environment) {
		return KEYS.stream()
			.filter((key) -> StringUtils.hasLength(environment.getProperty(key)))
			.findFirst()
			.orElse(LogFile.FILE_NAME_PROPERTY);
	}

}
