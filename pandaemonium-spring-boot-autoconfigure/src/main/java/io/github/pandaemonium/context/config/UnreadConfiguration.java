package io.github.pandaemonium.context.config;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The environment of an application before its configuration files are read, to find out
 * later which of them can't be: the exception of a parser does not say so.
 *
 * @param environment the environment
 * @param basis what the application's own code gave to the reading
 */
public record UnreadConfiguration(ConfigurableEnvironment environment, ConfigurationBasis basis) {

	/**
	 * Reads the files once more, after that has failed.
	 * @param context what lives until there is a context
	 * @return the file that can't be parsed, and why, without the value of any key;
	 * {@code null} where that is not what has failed
	 */
	public static @Nullable String findBroken(BootstrapContext context) {
		UnreadConfiguration unread = context.getOrElse(UnreadConfiguration.class, null);
		return (unread != null) ? unread.findBroken() : null;
	}

	private @Nullable String findBroken() {
		RecordingResourceLoader resources = new RecordingResourceLoader(this.basis.resourceLoader(null));
		try {
			ConfigDataEnvironmentPostProcessor.applyTo(this.environment, resources, null,
					this.basis.additionalProfiles());
			return null;
		}
		catch (RuntimeException ex) {
			return new ConfigurationFailure(this.environment, resources).broken();
		}
	}

}
