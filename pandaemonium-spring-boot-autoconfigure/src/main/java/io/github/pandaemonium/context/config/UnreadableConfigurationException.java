package io.github.pandaemonium.context.config;

import java.util.List;

/**
 * Configuration that the launcher has read and the daemon's user can't. Spring Boot
 * passes over in silence what it can't see, so that the daemon would run with other
 * values.
 *
 * @since 0.1.0
 */
public class UnreadableConfigurationException extends RuntimeException {

	private final List<String> files;

	private final String user;

	/**
	 * Creates the exception.
	 * @param files the absolute paths
	 * @param user the name of the user
	 */
	public UnreadableConfigurationException(List<String> files, String user) {
		super("The user '" + user + "' can't read the configuration " + files);
		this.files = List.copyOf(files);
		this.user = user;
	}

	/**
	 * Returns the files.
	 * @return the absolute paths
	 */
	public List<String> getFiles() {
		return this.files;
	}

	/**
	 * Returns the user that can't read them.
	 * @return the name of the user
	 */
	public String getUser() {
		return this.user;
	}

}
