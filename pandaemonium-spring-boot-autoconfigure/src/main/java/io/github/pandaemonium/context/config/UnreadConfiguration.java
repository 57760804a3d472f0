package io.github.pandaemonium.context.config;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.config.ConfigDataNotFoundException;
import org.springframework.boot.context.config.StandardConfigDataLoader;
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
	 * Reads the files once more, where one of them is to blame.
	 * @param failure why they could not be read
	 * @return the file; {@code null} where that is not what has failed
	 */
	public @Nullable BrokenFile findBroken(Throwable failure) {
		if (!isOfFile(failure)) {
			return null;
		}
		RecordingResourceLoader resources = new RecordingResourceLoader(this.basis.resourceLoader(null));
		try {
			ConfigDataEnvironmentPostProcessor.applyTo(this.environment, resources, null,
					this.basis.additionalProfiles());
			return null;
		}
		catch (RuntimeException ex) {
			return new BrokenFileSearch(this.environment, resources).find();
		}
	}

	/**
	 * Whether the contents of a file could not be loaded, whatever its format, and
	 * whoever reads it. Anything else may fail differently the second time, or take long.
	 */
	private static boolean isOfFile(Throwable failure) {
		boolean loading = false;
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConfigDataNotFoundException || cause instanceof Error || isOfNetwork(cause)) {
				return false;
			}
			loading |= Arrays.stream(cause.getStackTrace())
				.anyMatch((frame) -> frame.getClassName().equals(StandardConfigDataLoader.class.getName()));
		}
		return loading;
	}

	private static boolean isOfNetwork(Throwable cause) {
		String type = cause.getClass().getName();
		return type.startsWith("java.net.") || type.startsWith("javax.net.");
	}

}
