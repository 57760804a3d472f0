package io.github.pandaemonium.context.config;

import org.jspecify.annotations.Nullable;

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
	 * Reads the files once more, where a parser has failed.
	 * @param failure why they could not be read
	 * @return the file that can't be parsed, and why, without the value of any key;
	 * {@code null} where that is not what has failed
	 */
	public @Nullable String findBroken(Throwable failure) {
		if (!isParser(failure)) {
			return null;
		}
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

	/**
	 * Whatever else has failed may fail differently the second time, or take long.
	 */
	private static boolean isParser(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (YamlMark.isMark(cause)) {
				return true;
			}
		}
		return false;
	}

}
