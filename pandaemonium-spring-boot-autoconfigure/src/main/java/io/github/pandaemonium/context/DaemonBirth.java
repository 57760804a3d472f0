package io.github.pandaemonium.context;

import io.github.pandaemonium.context.config.LaunchDirectoryEnvironmentPostProcessor;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.launch.Birth;

import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The way in of a process that a launcher has started, or that has replaced itself.
 */
final class DaemonBirth {

	private DaemonBirth() {
	}

	static DaemonRun begin(Birth birth, SpringApplication application, ConfigurableEnvironment environment) {
		if (birth.pidFile() != null) {
			// the one that the launcher has locked
			LaunchDirectoryEnvironmentPostProcessor.values(environment)
				.put(PandaemoniumProperties.PREFIX + ".pid-file", birth.pidFile().toString());
		}
		DaemonSettings settings = DaemonSettings.of(environment, birth.directory());
		DaemonOptions options = settings.options(DaemonSteps.of(application, environment));
		boolean supervised = birth.isInPlace() || (birth.succession() != null && birth.succession().supervised());
		DaemonMode mode = supervised ? DaemonMode.SUPERVISED : DaemonMode.DETACHED;
		SocketInheritance sockets = SocketInheritance.of(environment, settings.properties(), application, mode, birth);
		DaemonRun run = new DaemonRun(options, mode, birth, application, settings.notification(mode),
				sockets.settle(options));
		run.begin(environment);
		return run;
	}

}
