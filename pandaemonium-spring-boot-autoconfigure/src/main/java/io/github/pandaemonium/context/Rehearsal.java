package io.github.pandaemonium.context;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.command.StartRecord;
import io.github.pandaemonium.daemon.Daemon;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.OwnCompilers;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.posix.NativeAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Loads the native library, and does for the first time what is done again once the
 * environment is prepared, on a thread of its own meanwhile. The first time is the slow
 * one, since it loads the classes; what comes of it is thrown away.
 */
final class Rehearsal {

	private static final Map<String, String> ONE_OF_EACH_TYPE = Map.of("enabled", "${ENABLED:true}", "detach", "auto",
			"start-timeout", "1s", "java-options", "-ea", "signal-map.hup", "reload");

	private static final StartResult SUCCESS = new StartResult(StartResult.Outcome.STARTED, 1, -1, 0, "", "", "", "",
			"", "");

	/** A launcher that waits for longer has hardly anything left to compile. */
	private static final Duration LONGEST_CONFINEMENT = Duration.ofSeconds(10);

	private Rehearsal() {
	}

	/**
	 * Starts the thread.
	 * @param commandLine what is to be started again, or {@code null} in a daemon
	 * @param compilers those of this process, to be released when it goes on
	 */
	static void start(@Nullable CommandLine commandLine, OwnCompilers compilers) {
		Thread thread = new Thread(() -> rehearse(commandLine, compilers), "pandaemonium-rehearsal");
		thread.setDaemon(true);
		thread.start();
	}

	private static void rehearse(@Nullable CommandLine commandLine, OwnCompilers compilers) {
		try {
			if (NativeAccess.isAvailable()) {
				compilers.confine(NativeAccess.posix());
			}
			bind();
			DaemonOptions options = Daemon.builder().options();
			if (commandLine != null) {
				commandLine.arguments(List.of());
				commandLine.environment(Map.of());
				succeed(options);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// the performance tells it
		}
		finally {
			compilers.releaseAfter(LONGEST_CONFINEMENT);
		}
	}

	/**
	 * What lies between the daemon's word and the prompt.
	 */
	private static void succeed(DaemonOptions options) {
		LaunchConsole.success(SUCCESS, options, Duration.ZERO);
		StartRecord.isPossible(NativeAccess.posix(), CommandLine.workingDirectory().resolve("pid"));
	}

	private static void bind() {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		ONE_OF_EACH_TYPE.forEach((name, value) -> source.put(PandaemoniumProperties.PREFIX + "." + name, value));
		new Binder(List.of(source), new PropertySourcesPlaceholdersResolver(new StandardEnvironment()))
			.bindOrCreate(PandaemoniumProperties.PREFIX, Bindable.of(PandaemoniumProperties.class));
	}

}
