package io.github.pandaemonium.context;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.context.logging.LogFileLocation;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.Detach;
import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Account;
import io.github.pandaemonium.posix.UnixSignal;
import io.github.pandaemonium.systemd.unit.ServiceDescription;
import io.github.pandaemonium.systemd.unit.ServiceDescription.ListeningSocket;
import io.github.pandaemonium.systemd.unit.ServiceDescription.Manager;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Finds out what the unit of an application has to say.
 */
final class ServiceFacts {

	static final Set<String> JAVA_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS",
			"CLASSPATH");

	private static final int FIRST_ORDINARY_PORT = 1024;

	/**
	 * What is for a heap, a profiler or a JMX port of the application is not for a verb:
	 * the port would be taken.
	 */
	private static final Predicate<String> APPLICATION_ONLY = (option) -> option
		.matches("-X(?!bootclasspath).*|-(agent|javaagent:|Dcom\\.sun\\.management\\.).*");

	private final Posix posix;

	private final ApplicationStart start;

	private final ConfigurableEnvironment environment;

	private final CommandLine commandLine;

	ServiceFacts(Posix posix, ApplicationStart start, List<String> arguments) {
		this.posix = posix;
		this.start = start;
		this.environment = start.environment();
		this.commandLine = start.commandLine().withApplicationArguments(arguments);
	}

	ServiceDescription describe(boolean ofUser, @Nullable UnixSignal reload, @Nullable UnixSignal reopen) {
		PandaemoniumProperties properties = this.start.settings().properties();
		if (properties.detach() == Detach.ALWAYS) {
			throw new CommandException(ExitStatus.NOT_CONFIGURED,
					"pandaemonium.detach=always detaches it from systemd too, which would lose it",
					"Set pandaemonium.detach=auto.");
		}
		DaemonOptions options = this.start.options();
		String user = (options.user() != null) ? account(options.user()) : null;
		String pidFile = (options.pidFile() != null) ? options.pidFile().path().toString() : null;
		List<ListeningSocket> sockets = SocketFacts.of(this.environment, properties);
		return new ServiceDescription(this.start.console().name(), texts(this.commandLine.arguments(List.of())),
				reload(pidFile, reload), (reload != null) ? reload.name() : null, variables(), mentioned(properties),
				text(ApplicationStart.directory()), user, options.group(), group(options), options.umask(), pidFile,
				LogFileLocation.of(this.environment, ApplicationStart.directory()), options.startTimeout(),
				this.start.settings().stopSchedule().steps().get(0).timeout(), (reopen != null) ? reopen.name() : null,
				sockets, isPortLow(sockets), ofUser ? Manager.USER : Manager.SYSTEM);
	}

	/**
	 * The verb, which needs the pid file to find the application, and knows the answer.
	 */
	private List<String> reload(@Nullable String pidFile, @Nullable UnixSignal signal) {
		if (signal == null || pidFile == null) {
			return List.of();
		}
		List<String> arguments = new ArrayList<>(List.of("reload"));
		this.commandLine.applicationArguments()
			.stream()
			.filter((argument) -> argument.startsWith("--") && !ApplicationStart.isForeground(List.of(argument)))
			.forEach(arguments::add);
		List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
		this.commandLine.ownOptions().stream().filter(APPLICATION_ONLY.negate()).forEach(options::add);
		List<String> command = new ArrayList<>(withoutApplicationOnly());
		command
			.addAll(this.commandLine.withOwnOptions(options).withApplicationArguments(arguments).arguments(List.of()));
		return texts(command);
	}

	/**
	 * Runs the verb with less in its variables than the unit has for the application, see
	 * env(1).
	 */
	private List<String> withoutApplicationOnly() {
		List<String> unset = new ArrayList<>();
		List<String> set = new ArrayList<>();
		this.commandLine.variablesWithout(APPLICATION_ONLY).forEach((name, value) -> {
			if (value.isEmpty()) {
				unset.addAll(List.of("-u", name));
			}
			else {
				set.add(name + "=" + value);
			}
		});
		if (unset.isEmpty() && set.isEmpty()) {
			return List.of();
		}
		return Stream.of(List.of("/usr/bin/env"), unset, set).flatMap(List::stream).toList();
	}

	private Map<String, String> variables() {
		Map<String, String> variables = new LinkedHashMap<>();
		for (String variable : this.commandLine.environment(Map.of())) {
			int equals = variable.indexOf('=');
			if (equals > 0 && JAVA_VARIABLES.contains(variable.substring(0, equals))) {
				variables.put(variable.substring(0, equals), text(variable.substring(equals + 1)));
			}
		}
		return variables;
	}

	/** What it is told in properties, and may name files. */
	private static List<String> mentioned(PandaemoniumProperties properties) {
		return Stream.concat(Stream.of(properties.workingDirectory()), properties.javaOptions().stream()).toList();
	}

	private boolean isPortLow(List<ListeningSocket> sockets) {
		for (String key : List.of("server.port", "management.server.port")) {
			Integer port = this.environment.getProperty(key, Integer.class);
			boolean given = sockets.stream().anyMatch((socket) -> (":" + socket.address()).endsWith(":" + port));
			if (port != null && port > 0 && port < FIRST_ORDINARY_PORT && !given) {
				return true;
			}
		}
		return false;
	}

	private String account(String user) {
		Account account = this.posix.getpwnam(user);
		return (account != null) ? account.name() : user;
	}

	private @Nullable String group(DaemonOptions options) {
		if (options.user() == null || options.group() != null) {
			return options.group();
		}
		Account account = this.posix.getpwnam(options.user());
		return (account != null) ? Integer.toString(account.gid()) : options.user();
	}

	/** The name of a path in UTF-8, whatever the encoding of this JVM. */
	private static String text(Path directory) {
		String path = directory.toUri().getPath();
		return (path.length() > 1 && path.endsWith("/")) ? path.substring(0, path.length() - 1) : path;
	}

	private static List<String> texts(List<String> bytes) {
		return bytes.stream().map(ServiceFacts::text).toList();
	}

	private static String text(String bytes) {
		String text = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
		if (text.indexOf('\uFFFD') >= 0) {
			throw new CommandException(ExitStatus.FAILED,
					"'" + text + "' is not in UTF-8, so that it can't stand in a unit", "Name it in UTF-8.");
		}
		return text;
	}

}
