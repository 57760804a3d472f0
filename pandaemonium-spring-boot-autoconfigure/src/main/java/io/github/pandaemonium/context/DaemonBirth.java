package io.github.pandaemonium.context;

import java.util.HashMap;
import java.util.Map;

import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.launch.Birth;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The way in of a process that a launcher has started, or that has replaced itself.
 */
final class DaemonBirth {

	private DaemonBirth() {
	}

	static DaemonRun begin(Birth birth, SpringApplication application, ConfigurableEnvironment environment) {
		inherit(birth, environment);
		DaemonSettings settings = DaemonSettings.of(environment, birth.directory());
		DaemonRun run = new DaemonRun(settings.options(DaemonSteps.of(application, environment)),
				birth.isInPlace() ? DaemonMode.SUPERVISED : DaemonMode.DETACHED, birth, application);
		run.begin(environment);
		return run;
	}

	/**
	 * What the daemon would read differently from its own directory, or as its own user,
	 * is as the launcher has read it.
	 */
	private static void inherit(Birth birth, ConfigurableEnvironment environment) {
		Map<String, Object> values = new HashMap<>(LogFileLocation.absolute(environment, birth.directory()));
		if (birth.pidFile() != null) {
			values.put(PandaemoniumProperties.PREFIX + ".pid-file", birth.pidFile().toString());
		}
		MapPropertySource source = (MapPropertySource) environment.getPropertySources()
			.get(LaunchDirectoryEnvironmentPostProcessor.SOURCE);
		if (source == null) {
			source = new MapPropertySource(LaunchDirectoryEnvironmentPostProcessor.SOURCE, new HashMap<>());
			environment.getPropertySources().addFirst(source);
		}
		source.getSource().putAll(values);
	}

}
