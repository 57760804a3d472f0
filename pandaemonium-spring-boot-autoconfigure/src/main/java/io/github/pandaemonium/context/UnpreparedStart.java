package io.github.pandaemonium.context;

import java.util.List;

import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.Verb;
import io.github.pandaemonium.context.config.UnreadConfiguration;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.CommandLineException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A start whose environment could not be prepared. A verb ends with a status of its own:
 * Boot would end with 1, which {@code status} says of a daemon that is dead. Of a file
 * that can't be parsed Boot would not tell the name.
 */
final class UnpreparedStart {

	private final ApplicationFailedEvent failed;

	private final @Nullable CommandLine commandLine;

	/** All that is sure to be known of the configuration. */
	private final StandardEnvironment environment = new StandardEnvironment();

	private final @Nullable String broken;

	UnpreparedStart(ApplicationFailedEvent failed, @Nullable CommandLine commandLine, BootstrapContext bootstrap) {
		this.failed = failed;
		this.commandLine = commandLine;
		this.environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(failed.getArgs()));
		this.broken = UnreadConfiguration.findBroken(bootstrap);
	}

	/**
	 * Returns what went wrong.
	 */
	FailureReport report() {
		return (this.broken != null) ? new FailureReport(this.broken, "Correct the file.") : FailureReport
			.of(this.failed.getException(), this.failed.getSpringApplication().getClassLoader(), null);
	}

	/**
	 * Ends this process, unless Boot can tell as well what went wrong.
	 */
	void end(FailureReport report) {
		Verb verb = verb();
		if (isTrue("pandaemonium.enabled") && (verb != null || this.broken != null)) {
			LaunchConsole.of(this.failed.getSpringApplication(), this.environment).failure(report);
			System.exit((verb == null) ? ExitStatus.FAILED
					: (verb == Verb.STATUS) ? ExitStatus.STATUS_UNKNOWN : ExitStatus.NOT_CONFIGURED);
		}
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

}
