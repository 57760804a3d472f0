package io.github.pandaemonium.launch;

/**
 * The system properties ({@code -D}) that hold relative paths which the JVM, the logging
 * systems or the loader of Spring Boot take from the working directory.
 * {@code loader.path} is not one of them, its elements are relative to
 * {@code loader.home}.
 */
final class PathProperties {

	private final RelativePaths paths;

	PathProperties(RelativePaths paths) {
		this.paths = paths;
	}

	/**
	 * Returns the value of a property with absolute paths.
	 * @param name the name of the property
	 * @param value its value
	 */
	String absolute(String name, String value) {
		return switch (name) {
			case "loader.home", "loader.config.location", "logging.config", "java.io.tmpdir",
					"java.util.logging.config.file", "java.security.krb5.conf", "jdk.net.hosts.file",
					"com.sun.management.config.file", "com.sun.management.jmxremote.password.file",
					"com.sun.management.jmxremote.access.file", "com.sun.management.jmxremote.ssl.config.file" ->
				this.paths.location(value);
			case "javax.net.ssl.trustStore", "javax.net.ssl.keyStore" ->
				value.equals("NONE") ? value : this.paths.absolute(value);
			// A second equals sign means that the file replaces the JDK's own one
			case "java.security.properties", "java.security.policy", "java.security.auth.login.config" ->
				value.startsWith("=") ? "=" + this.paths.location(value.substring(1)) : this.paths.location(value);
			case "log4j2.configurationFile", "log4j.configurationFile", "logback.configurationFile" ->
				this.paths.resources(value);
			case "java.library.path", "jna.library.path" -> this.paths.list(value);
			default -> value;
		};
	}

}
