package io.github.pandaemonium.context.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.OriginTrackedResource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/**
 * The configuration files and config trees outside the class path that an environment was
 * loaded from. A file without any active property leaves no trace and isn't listed.
 *
 * @param files the absolute, normalized paths, in the order of their precedence
 * @since 0.1.0
 */
public record LoadedConfiguration(List<String> files) {

	/**
	 * Spring Boot's names of the property sources that it loads: they survive when
	 * another library wraps the source, and exist where no value has an origin.
	 */
	private static final String CONFIG_RESOURCE = "Config resource '";

	private static final Pattern FILE = Pattern.compile("Config resource 'file \\[(.*?)]' via location '.*",
			Pattern.DOTALL);

	private static final Pattern TREE = Pattern.compile("Config tree '(.*)'", Pattern.DOTALL);

	/**
	 * Create the list of what was loaded.
	 * @param files the absolute, normalized paths
	 */
	public LoadedConfiguration {
		files = List.copyOf(files);
	}

	/**
	 * List what an environment was loaded from.
	 * @param environment the environment
	 * @param directory the directory that a relative path means: the working directory of
	 * the process that loaded it, in the daemon as in the launcher
	 * @return the loaded configuration
	 */
	public static LoadedConfiguration of(ConfigurableEnvironment environment, Path directory) {
		Set<String> files = new LinkedHashSet<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			String file = findFile(source);
			if (file != null) {
				files.add(directory.resolve(file).normalize().toString());
			}
		}
		return new LoadedConfiguration(new ArrayList<>(files));
	}

	/**
	 * List the files that another environment wasn't loaded from.
	 * @param other what the other environment was loaded from
	 * @return the missing files, empty if there are none
	 */
	public List<String> missingFrom(LoadedConfiguration other) {
		return this.files.stream().filter((file) -> !other.files.contains(file)).toList();
	}

	private static @Nullable String findFile(PropertySource<?> source) {
		for (Pattern pattern : List.of(FILE, TREE)) {
			Matcher matcher = pattern.matcher(source.getName());
			if (matcher.matches()) {
				return matcher.group(1);
			}
		}
		// the loader or an environment post-processor may have chosen another name
		return (source.getName().startsWith(CONFIG_RESOURCE)) ? null
				: getPath(ConfigurationSources.findResource(source));
	}

	private static @Nullable String getPath(@Nullable Resource resource) {
		if (resource instanceof OriginTrackedResource tracked) {
			return getPath(tracked.getResource());
		}
		if (resource == null || resource instanceof ClassPathResource || !resource.isFile()) {
			return null;
		}
		try {
			File file = resource.getFile();
			return file.getPath();
		}
		catch (IOException ex) {
			// Not in the file system
			return null;
		}
	}

}
