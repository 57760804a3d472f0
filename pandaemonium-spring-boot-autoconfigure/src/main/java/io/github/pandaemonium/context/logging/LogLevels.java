package io.github.pandaemonium.context.logging;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.pandaemonium.context.config.UnusableConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggerGroup;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.Environment;

/**
 * Applies the levels of {@code logging.level} that have changed. Levels that were set
 * otherwise, through an endpoint for example, stay; groups are those of the start.
 *
 * @since 0.1.0
 */
public final class LogLevels {

	private final @Nullable LoggingSystem system;

	private final LoggerGroups groups;

	/**
	 * Create the levels of an application.
	 * @param factory the factory that has its logging system
	 */
	public LogLevels(ListableBeanFactory factory) {
		this.system = factory.getBeanProvider(LoggingSystem.class).getIfUnique();
		this.groups = factory.getBeanProvider(LoggerGroups.class).getIfUnique(LoggerGroups::new);
	}

	/**
	 * Read the levels.
	 * @param environment the environment
	 * @return the levels by the names of loggers and groups
	 * @throws UnusableConfigurationException if something else than a level is among them
	 */
	public static Map<String, LogLevel> read(Environment environment) {
		try {
			return Binder.get(environment)
				.bind("logging.level", Bindable.mapOf(String.class, LogLevel.class))
				.orElseGet(Map::of);
		}
		catch (BindException ex) {
			throw UnusableConfigurationException.of(ex, "a value that is no log level");
		}
	}

	/**
	 * Set the levels that differ.
	 * @param before the levels as they were configured
	 * @param after the levels as they are configured now
	 * @param undo gets what puts back the levels that were in force
	 */
	public void apply(Map<String, LogLevel> before, Map<String, LogLevel> after, List<Runnable> undo) {
		LoggingSystem system = this.system;
		if (system == null) {
			return;
		}
		for (LoggerGroup group : this.groups) {
			LogLevel level = after.get(group.getName());
			LogLevel configured = group.getConfiguredLevel();
			if (level != before.get(group.getName())) {
				undo.add(() -> label(group, configured));
				label(group, level);
			}
		}
		Map<String, LogLevel> old = loggers(before);
		Map<String, LogLevel> wanted = loggers(after);
		TreeSet<String> names = new TreeSet<>(old.keySet());
		names.addAll(wanted.keySet());
		for (String name : names) {
			LogLevel level = wanted.get(name);
			if (level != old.get(name)) {
				LogLevel inForce = inForce(system, name);
				undo.add(() -> set(system, name, inForce));
				set(system, name, level);
			}
		}
	}

	/**
	 * What the levels mean for single loggers: as at the start, the later one wins where
	 * a group has a logger that is named itself too.
	 */
	private Map<String, LogLevel> loggers(Map<String, LogLevel> levels) {
		Map<String, LogLevel> loggers = new TreeMap<>();
		levels.forEach((name, level) -> {
			LoggerGroup group = this.groups.get(name);
			List<String> members = (group != null && group.hasMembers()) ? group.getMembers() : List.of(name);
			members.forEach((member) -> loggers.put(logger(member), level));
		});
		return loggers;
	}

	private static String logger(String name) {
		return name.equalsIgnoreCase(LoggingSystem.ROOT_LOGGER_NAME) ? LoggingSystem.ROOT_LOGGER_NAME : name;
	}

	private static void label(LoggerGroup group, @Nullable LogLevel level) {
		group.configureLogLevel(level, (name, same) -> {
			// the loggers are set one by one
		});
	}

	private static @Nullable LogLevel inForce(LoggingSystem system, String name) {
		LoggerConfiguration configuration = system.getLoggerConfiguration(name);
		return (configuration != null) ? configuration.getConfiguredLevel() : null;
	}

	/**
	 * The root logger has nothing to inherit: INFO is what Spring Boot gives it.
	 */
	private static void set(LoggingSystem system, String name, @Nullable LogLevel level) {
		boolean root = name.equals(LoggingSystem.ROOT_LOGGER_NAME);
		system.setLogLevel(name, (root && level == null) ? LogLevel.INFO : level);
	}

}
