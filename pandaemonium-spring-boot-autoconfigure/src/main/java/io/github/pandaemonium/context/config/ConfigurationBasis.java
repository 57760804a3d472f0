package io.github.pandaemonium.context.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;

/**
 * What an application's own code gave to the reading of its configuration. Once that has
 * been read, nobody can tell these profiles from those that the files turned on.
 *
 * @param activeProfiles the profiles that were active before any file was read
 * @param defaultProfiles the default profiles of then
 * @param additionalProfiles the additional profiles of the {@code SpringApplication}
 * @param resourceLoader the resource loader of the {@code SpringApplication}
 */
record ConfigurationBasis(List<String> activeProfiles, List<String> defaultProfiles,
		Collection<String> additionalProfiles, @Nullable ResourceLoader resourceLoader) {

	/** The name of the bean. */
	static final String BEAN = "pandaemoniumConfigurationBasis";

	ConfigurationBasis {
		activeProfiles = List.copyOf(activeProfiles);
		defaultProfiles = List.copyOf(defaultProfiles);
		additionalProfiles = List.copyOf(additionalProfiles);
	}

	static ConfigurationBasis of(ConfigurableEnvironment environment, Collection<String> additionalProfiles,
			@Nullable ResourceLoader resourceLoader) {
		return new ConfigurationBasis(Arrays.asList(environment.getActiveProfiles()),
				Arrays.asList(environment.getDefaultProfiles()), additionalProfiles, resourceLoader);
	}

	/**
	 * Find the basis of a context. One that no {@code SpringApplication} has made has
	 * none: there every profile counts as the code's own.
	 * @param context the context
	 * @return the basis
	 */
	static ConfigurationBasis of(ConfigurableApplicationContext context) {
		return (context.containsLocalBean(BEAN)) ? context.getBean(BEAN, ConfigurationBasis.class)
				: of(context.getEnvironment(), List.of(), null);
	}

	ResourceLoader resourceLoader(@Nullable ClassLoader classLoader) {
		return (this.resourceLoader != null) ? this.resourceLoader : new DefaultResourceLoader(classLoader);
	}

}
