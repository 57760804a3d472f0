package io.github.pandaemonium.context.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A property whose value is a relative file, which means another one in the daemon than
 * in the foreground.
 *
 * @param key the key as its source spells it
 * @param value the value
 * @param file the file that it means in the daemon
 * @since 0.1.0
 */
public record RelativeValue(String key, String value, Path file) {

	/**
	 * A path that starts with a dot, a relative URL, or either as the file of an embedded
	 * database.
	 */
	private static final Pattern RELATIVE = Pattern
		.compile("(?<database>jdbc:[a-z0-9]+:)?(?<url>file:(?!/))?(?<path>.+)", Pattern.DOTALL);

	/**
	 * Read a value.
	 * @param key the key
	 * @param value the value
	 * @param workingDirectory the daemon's working directory
	 * @return the relative value or {@code null} if the value doesn't look like one
	 */
	static @Nullable RelativeValue of(String key, String value, Path workingDirectory) {
		Matcher matcher = RELATIVE.matcher(value);
		if (!matcher.matches()) {
			return null;
		}
		String path = matcher.group("path");
		if (matcher.group("url") == null && !path.startsWith("./") && !path.startsWith("../")) {
			return null;
		}
		if (matcher.group("database") != null) {
			path = path.split("[;?]", 2)[0];
		}
		try {
			path = (matcher.group("url") != null) ? StringUtils.uriDecode(path, StandardCharsets.UTF_8) : path;
			return new RelativeValue(key, value, workingDirectory.resolve(path).normalize());
		}
		catch (IllegalArgumentException ex) {
			// Not a path
			return null;
		}
	}

}
