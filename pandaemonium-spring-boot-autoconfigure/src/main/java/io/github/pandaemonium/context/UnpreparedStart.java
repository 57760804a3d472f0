package io.github.pandaemonium.context;

import java.util.List;

import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.Verb;
import io.github.pandaemonium.context.config.BrokenFile;
import io.github.pandaemonium.context.config.UnreadConfiguration;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.CommandLineException;
import io.github.pandaemonium.launch.OwnStart;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A start whose environment could not be prepared. A verb ends with a status of its own:
 * Boot would end with 1, which {@code status} says of a daemon that is dead. Of a file
 * that can't be read or parsed Boot would not tell the name.
 */
final class UnpreparedStart {

	private final ApplicationFailedEvent failed;

	private final @Nullable CommandLine commandLine;

	/** All that is known of the configuration. */
	private final ConfigurableEnvironment environment;

	private final @Nullable BrokenFile broken;

	UnpreparedStart(ApplicationFailedEvent failed, @Nullable CommandLine commandLine,
			@Nullable UnreadConfiguration unread) {
		this.failed = failed;
		this.commandLine = commandLine;
		this.environment = (unread != null) ? unread.environment() : environment(failed.getArgs());
		this.broken = (unread != null) ? findBroken(unread, failed.getException()) : null;
	}

	/**
	 * Returns what went wrong.
	 */
	FailureReport report() {
		return (this.broken != null) ? new FailureReport(this.broken.description(), this.broken.action())
				: FailureReport.of(this.failed.getException(), application().getClassLoader(), null);
	}

	/**
	 * Ends this process, unless Boot can tell as well what went wrong, or it is the one
	 * of an IDE or a build.
	 */
	void end(FailureReport report) {
		if (!isTrue("pandaemonium.enabled")) {
			return;
		}
		Verb verb = verb();
		boolean packaged = OwnStart.classesDirectory(application().getMainApplicationClass()).isEmpty();
		if (verb != null || (this.broken != null && packaged)) {
			LaunchConsole.of(application(), this.environment).failure(report);
			System.exit(VerbStatus.before(verb, ExitStatus.NOT_CONFIGURED));
		}
	}

	private SpringApplication application() {
		return this.failed.getSpringApplication();
	}

	/**
	 * Returns the verb, if main has not put together other arguments than it was given.
	 */
	private @Nullable Verb verb() {
		Verb verb = Verb.of(List.of(this.failed.getArgs()));
		try {
			boolean given = verb != null && this.commandLine != null
					&& verb == Verb.of(this.commandLine.applicationArguments());
			return (given && isTrue("pandaemonium.verbs")) ? verb : null;
		}
		catch (CommandLineException ex) {
			return null;
		}
	}

	private boolean isTrue(String property) {
		return this.environment.getProperty(property, "true").equals("true");
	}

	private static ConfigurableEnvironment environment(String[] arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		try {
			environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
		}
		catch (IllegalArgumentException ex) {
			// which may be what has failed
		}
		return environment;
	}

	private static @Nullable BrokenFile findBroken(UnreadConfiguration unread, Throwable failure) {
		try {
			return unread.findBroken(failure);
		}
		catch (RuntimeException | LinkageError ex) {
			return null; // the failure matters, not what is wrong with the search
		}
	}

}
