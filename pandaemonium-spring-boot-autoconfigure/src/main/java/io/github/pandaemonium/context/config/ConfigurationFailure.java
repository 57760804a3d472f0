package io.github.pandaemonium.context.config;

import java.io.FileNotFoundException;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.config.ConfigDataLocation;
import org.springframework.boot.context.config.ConfigDataLocationNotFoundException;
import org.springframework.boot.context.config.ConfigDataResourceNotFoundException;
import org.springframework.boot.context.config.InactiveConfigDataAccessException;
import org.springframework.boot.context.config.InvalidConfigDataPropertyException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.origin.Origin;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * Says why configuration can't be read, without the value of any key. Of exceptions that
 * are not known here, the message is therefore left out.
 */
final class ConfigurationFailure {

	private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.*-]+:");

	private static final List<String> FILE_SCHEMES = List.of("file:", "classpath:", "configtree:", "resource:");

	private final ConfigurableEnvironment live;

	private final RecordingResourceLoader resources;

	ConfigurationFailure(ConfigurableEnvironment live, RecordingResourceLoader resources) {
		this.live = live;
		this.resources = resources;
	}

	String reason(RuntimeException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String known = known(cause);
			if (known != null) {
				return known;
			}
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		BrokenFile broken = new BrokenFileSearch(this.live, this.resources).find();
		if (broken != null) {
			return broken.description();
		}
		return YamlMark.isMark(cause) ? "a YAML file" + YamlMark.describe(cause)
				: "the configuration can't be read: " + FailurePlace.of(cause);
	}

	private @Nullable String known(Throwable failure) {
		if (failure instanceof ConfigDataLocationNotFoundException notFound) {
			return describe(notFound.getLocation()) + " can't be found" + at(notFound.getOrigin());
		}
		if (failure instanceof ConfigDataResourceNotFoundException notFound) {
			ConfigDataLocation location = notFound.getLocation();
			return ((location != null) ? describe(location) : "configuration that is imported") + " can't be found"
					+ at(notFound.getOrigin());
		}
		if (failure instanceof InactiveConfigDataAccessException inactive) {
			return "'" + inactive.getPropertyName() + "' is not possible in a document that is not active"
					+ at(inactive.getOrigin());
		}
		if (failure instanceof InvalidConfigDataPropertyException invalid) {
			return "'" + invalid.getProperty().getName() + "' is not possible there"
					+ at(invalid.getProperty().getOrigin());
		}
		if (failure instanceof BindException bind) {
			return invalid(bind, "a value that can't be used");
		}
		if (failure instanceof FileNotFoundException unreadable && unreadable.getMessage() != null
				&& unreadable.getMessage().startsWith("/")) {
			return unreadable.getMessage(); // the path and the system's error; not a URL
		}
		return null;
	}

	static String invalid(BindException failure, String what) {
		return (failure.getProperty() != null)
				? "'" + failure.getProperty().getName() + "' has " + what + at(failure.getProperty().getOrigin())
				: "'" + failure.getName() + "' has " + what;
	}

	private static String at(@Nullable Origin origin) {
		return (origin != null) ? " (" + origin + ")" : "";
	}

	/**
	 * A location is the value of a key: a path may be told, a URL may hold a password.
	 */
	private static String describe(ConfigDataLocation location) {
		String value = location.getValue();
		boolean file = !SCHEME.matcher(value).lookingAt()
				|| FILE_SCHEMES.stream().anyMatch((scheme) -> StringUtils.startsWithIgnoreCase(value, scheme));
		return "'" + (file ? value : value.substring(0, value.indexOf(':') + 1) + "…") + "'";
	}

}
