package io.github.pandaemonium.context;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.pandaemonium.daemon.InvalidOptionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * A value that can't be converted, said as all other invalid options are.
 *
 * @param reason why it can't be
 * @param action what to do about it
 */
record InvalidProperty(String reason, String action) {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(PandaemoniumProperties.PREFIX);

	/**
	 * Translates what the binder says.
	 * @return the exception to throw, the given one where Spring Boot says it best
	 */
	static RuntimeException translate(BindException ex) {
		ConfigurationProperty property = ex.getProperty();
		InvalidProperty invalid = of(ex.getTarget().getType().resolve(Object.class));
		if (property == null || invalid == null || !PREFIX.isAncestorOf(ex.getName())) {
			return ex;
		}
		String option = ex.getName().toString().substring(PREFIX.toString().length() + 1);
		return new InvalidOptionException(option, String.valueOf(property.getValue()), invalid.reason(),
				invalid.action(), ex);
	}

	private static @Nullable InvalidProperty of(Class<?> type) {
		if (type.isEnum()) {
			String values = Arrays.stream(type.getEnumConstants())
				.map((value) -> value.toString().toLowerCase(Locale.ROOT))
				.sorted()
				.collect(Collectors.joining(", "));
			return new InvalidProperty("it is not a value that this property can have", "Use one of " + values + ".");
		}
		if (type == Map.class) {
			return new InvalidProperty("it is a text, and not a signal with its action",
					"Name the signal in the key, for example pandaemonium.signal-map.HUP=reload.");
		}
		if (type == Duration.class) {
			return new InvalidProperty("it is not a time", "Use a time such as 30s or 2m.");
		}
		return (type == boolean.class) ? new InvalidProperty("it is neither true nor false", "Use true or false.")
				: null;
	}

}
