package io.github.pandaemonium.context.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import io.github.pandaemonium.launch.CommandLine;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.config.ConfigDataEnvironmentUpdateListener;
import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataResource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * The configuration as its files are now, read beside the live environment.
 *
 * @param sources the property sources, in the order of their precedence
 * @param activeProfiles the profiles that it makes active
 * @param defaultProfiles the default profiles
 * @since 0.1.0
 */
public record FreshConfiguration(List<PropertySource<?>> sources, List<String> activeProfiles,
		List<String> defaultProfiles) {

	/**
	 * Read the configuration as Spring Boot does at the start.
	 * @param context the context whose environment was read before
	 * @return the configuration
	 * @throws UnusableConfigurationException if it can't be read or parsed, or a file is
	 * gone
	 */
	public static FreshConfiguration read(ConfigurableApplicationContext context) {
		ConfigurableEnvironment live = context.getEnvironment();
		ConfigurationBasis basis = ConfigurationBasis.of(context);
		ReloadEnvironment fresh = new ReloadEnvironment(live, ConfigurationSources.before(live.getPropertySources()));
		fresh.setActiveProfiles(StringUtils.toStringArray(basis.activeProfiles()));
		fresh.setDefaultProfiles(StringUtils.toStringArray(basis.defaultProfiles()));
		RecordingResourceLoader resources = new RecordingResourceLoader(basis.resourceLoader(context.getClassLoader()));
		Set<PropertySource<?>> added = Collections.newSetFromMap(new IdentityHashMap<>());
		try {
			ConfigDataEnvironmentPostProcessor.applyTo(fresh, resources, null, basis.additionalProfiles(),
					new ConfigDataEnvironmentUpdateListener() {

						@Override
						public void onPropertySourceAdded(PropertySource<?> source,
								@Nullable ConfigDataLocation location, @Nullable ConfigDataResource resource) {
							added.add(source);
						}

					});
		}
		catch (RuntimeException ex) {
			throw new UnusableConfigurationException(new ConfigurationFailure(live, resources).reason(ex));
		}
		requireFiles(live, fresh);
		List<PropertySource<?>> sources = new ArrayList<>();
		fresh.getPropertySources().stream().filter(added::contains).forEach(sources::add);
		return new FreshConfiguration(sources, Arrays.asList(fresh.getActiveProfiles()),
				Arrays.asList(fresh.getDefaultProfiles()));
	}

	/**
	 * Returns an environment that has this configuration, and all else from the live one.
	 * @param live the live environment
	 * @return an environment beside it
	 */
	public ReloadEnvironment environment(ConfigurableEnvironment live) {
		return environment(live, ConfigurationSources.merge(live.getPropertySources(), this.sources));
	}

	/**
	 * Returns an environment of sources that have been merged.
	 * @param live the live environment
	 * @param merged all sources, in the order of their precedence
	 * @return an environment beside it
	 */
	public ReloadEnvironment environment(ConfigurableEnvironment live, List<PropertySource<?>> merged) {
		ReloadEnvironment environment = new ReloadEnvironment(live, merged);
		environment.setActiveProfiles(StringUtils.toStringArray(this.activeProfiles));
		environment.setDefaultProfiles(StringUtils.toStringArray(this.defaultProfiles));
		return environment;
	}

	/**
	 * Spring Boot passes over in silence a file that isn't there, where it could be. A
	 * file that is there and has nothing to say any more is another matter.
	 */
	private static void requireFiles(ConfigurableEnvironment live, ConfigurableEnvironment fresh) {
		Path directory = CommandLine.workingDirectory();
		List<String> vanished = LoadedConfiguration.of(live, directory)
			.missingFrom(LoadedConfiguration.of(fresh, directory))
			.stream()
			.filter((file) -> !Files.exists(Path.of(file)))
			.toList();
		if (!vanished.isEmpty()) {
			throw new UnusableConfigurationException(
					"'" + String.join("', '", vanished) + "' can't be found any more; a restart would do without it");
		}
	}

}
