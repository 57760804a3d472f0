package io.github.pandaemonium.context.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Finds the properties whose value is a relative file. Configuration data, the log file
 * and our own properties aren't among them: their relative files mean the launch
 * directory, or are refused. Neither are the system properties, many of which describe
 * the JVM.
 *
 * @since 0.1.0
 */
public final class RelativeValues {

	private static final List<String> HANDLED = List.of("spring.config.", "logging.file.", "pandaemonium.");

	/**
	 * Environment variables of the shell and of java, which no application reads.
	 */
	private static final Set<String> VARIABLES = Set.of("_", "PATH", "CDPATH", "CLASSPATH");

	private final ConfigurableEnvironment environment;

	private final Path workingDirectory;

	/**
	 * Create the search.
	 * @param environment the environment
	 * @param workingDirectory the daemon's working directory
	 */
	public RelativeValues(ConfigurableEnvironment environment, Path workingDirectory) {
		this.environment = environment;
		this.workingDirectory = workingDirectory;
	}

	/**
	 * Find the relative values that are in effect.
	 * @return the values, in the order of their sources
	 */
	public List<RelativeValue> find() {
		List<RelativeValue> found = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				for (String key : enumerable.getPropertyNames()) {
					if (seen.add(toCanonical(key)) && isOfInterest(source, key)) {
						add(found, source, key);
					}
				}
			}
		}
		return found;
	}

	private boolean isOfInterest(PropertySource<?> source, String key) {
		String canonical = toCanonical(key);
		return !StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME.equals(source.getName())
				&& !VARIABLES.contains(key) && HANDLED.stream().noneMatch(canonical::startsWith);
	}

	/**
	 * Bring a key to the one form that all spellings of it share, so that a variable
	 * hides the entry of a file.
	 * @param key the key
	 * @return the canonical form, not meant to be shown
	 */
	private String toCanonical(String key) {
		return key.toLowerCase(Locale.ROOT).replace("-", "").replace("]", "").replace('_', '.').replace('[', '.');
	}

	private void add(List<RelativeValue> found, PropertySource<?> source, String key) {
		String value = getValue(source, key);
		RelativeValue relative = (value != null) ? RelativeValue.of(key, value, this.workingDirectory) : null;
		if (relative != null) {
			found.add(relative);
		}
	}

	private @Nullable String getValue(PropertySource<?> source, String key) {
		try {
			Object value = source.getProperty(key);
			return (value instanceof CharSequence text) ? this.environment.resolvePlaceholders(text.toString()) : null;
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// A circular placeholder or a file of a config tree that can't be read:
			// whoever uses the property gets that error
			return null;
		}
	}

}
