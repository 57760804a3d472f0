package io.github.pandaemonium.context;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.command.Printable;
import io.github.pandaemonium.launch.Secrets;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.UnixSignal;
import io.github.pandaemonium.systemd.unit.ServiceDescription;
import io.github.pandaemonium.systemd.unit.UnitFile;
import io.github.pandaemonium.systemd.unit.UnitFile.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Prints the files by which systemd starts the application: all of them, or the one that
 * the arguments name, so that it can be redirected to where it belongs.
 */
final class UnitVerb {

	/** Whose variables may make a difference, and are not in the unit. */
	private static final Predicate<String> CONFIGURATION = (name) -> name
		.matches("(PANDAEMONIUM|SPRING|SERVER|MANAGEMENT|LOGGING)_.*");

	private final Posix posix;

	private final ApplicationStart start;

	private final @Nullable UnixSignal reload;

	private final @Nullable UnixSignal reopen;

	UnitVerb(Posix posix, ApplicationStart start, @Nullable UnixSignal reload, @Nullable UnixSignal reopen) {
		this.posix = posix;
		this.start = start;
		this.reload = reload;
		this.reopen = reopen;
	}

	/**
	 * Prints them.
	 * @return the exit status
	 */
	int print() {
		UnitArguments arguments = UnitArguments.of(this.start.commandLine().applicationArguments());
		ServiceDescription service = new ServiceFacts(this.posix, this.start, arguments.rest())
			.describe(arguments.user(), this.reload, this.reopen);
		requireWritable(service);
		StringBuilder text = new StringBuilder();
		files(service, arguments).forEach((file) -> text.append(text.isEmpty() ? "" : "\n").append(file.text()));
		this.start.console().text(text.toString().getBytes(StandardCharsets.UTF_8));
		warn(service, arguments.user());
		return ExitStatus.SUCCESS;
	}

	private static List<UnitFile> files(ServiceDescription service, UnitArguments arguments) {
		Kind kind = arguments.kind();
		List<UnitFile> files = UnitFile.of(service)
			.stream()
			.filter((file) -> kind == null || file.kind() == kind)
			.toList();
		if (kind != null && files.isEmpty()) {
			throw new CommandException(ExitStatus.NOT_CONFIGURED, reason(kind), "");
		}
		return (kind == Kind.SOCKET) ? List.of(socket(files, arguments.socket())) : files;
	}

	/**
	 * One after the other in one file would be one socket unit, in which the last name is
	 * that of all sockets.
	 */
	private static UnitFile socket(List<UnitFile> files, @Nullable String name) {
		String names = Printable.of(files.stream().map(UnitFile::name).collect(Collectors.joining(", ")));
		if (name == null && files.size() > 1) {
			throw new CommandException(ExitStatus.INVALID_ARGUMENT,
					"there is more than one socket unit, and each is a file of its own: " + names,
					"Name one: unit socket NAME.");
		}
		return files.stream()
			.filter((file) -> name == null || file.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new CommandException(ExitStatus.INVALID_ARGUMENT,
					"there is no socket unit '" + Printable.of(String.valueOf(name)) + "', but " + names,
					"Words that are the application's come after the name."));
	}

	/**
	 * A line break would be the begin of another option, and so would the end of a
	 * backslash be the end of one.
	 */
	private static void requireWritable(ServiceDescription service) {
		Stream
			.concat(Stream.of(service.name(), service.directory(), service.user(), service.group(), service.pidFile(),
					service.logFile()), service.sockets().stream().map(ServiceDescription.ListeningSocket::name))
			.filter((text) -> text != null && !text.matches("\\P{Cntrl}*[^\\p{Cntrl}\\\\]"))
			.findFirst()
			.ifPresent((text) -> {
				throw new CommandException(ExitStatus.NOT_CONFIGURED,
						"'" + Printable.of(text) + "' can't stand in a unit", "Use another name.");
			});
	}

	private void warn(ServiceDescription service, boolean ofUser) {
		List<String> variables = System.getenv().keySet().stream().filter(CONFIGURATION).sorted().toList();
		if (!variables.isEmpty()) {
			this.start.console()
				.warning("the unit does not have the variables of this shell: "
						+ Printable.of(String.join(", ", variables))
						+ (ofUser ? "" : "; they belong into /etc/default/" + service.unit()));
		}
		List<String> secrets = Stream
			.concat(this.start.commandLine().arguments(List.of()).stream(),
					System.getenv()
						.entrySet()
						.stream()
						.filter((variable) -> ServiceFacts.JAVA_VARIABLES.contains(variable.getKey()))
						.flatMap((variable) -> Stream.of(variable.getValue().split("\\s+"))))
			.filter((word) -> !Secrets.masked(word).equals(word))
			.map((word) -> Secrets.masked(word).split("=", 2)[0])
			.distinct()
			.toList();
		if (!secrets.isEmpty()) {
			this.start.console()
				.warning("the unit has secrets that everyone can read: " + Printable.of(String.join(", ", secrets))
						+ "; put them into a file that only root can read, such as "
						+ (ofUser ? "one that EnvironmentFile= names" : "/etc/default/" + service.unit()));
		}
		if (!ofUser && service.user() == null) {
			this.start.console().warning("the unit runs it as root: set pandaemonium.user");
		}
		SocketFacts.elsewhere(this.start.settings().properties())
			.forEach((use, name) -> this.start.console()
				.warning("there is no unit for the socket '" + Printable.of(name)
						+ "', since only the application knows where it listens: set pandaemonium.sockets." + use
						+ ".address, or write one with FileDescriptorName=" + Printable.of(name) + " and Service="
						+ service.unit() + ".service"));
	}

	private static String reason(Kind kind) {
		return switch (kind) {
			case SERVICE -> throw new IllegalStateException();
			case SOCKET -> "there is no socket unit, because pandaemonium.socket.inherit is not required and "
					+ "neither pandaemonium.socket.address nor another address below pandaemonium.sockets is set";
			case TMPFILES ->
				"there is nothing for systemd-tmpfiles, because neither pid file nor log are in a directory "
						+ "of their own below /run or /var/log";
			case LOGROTATE -> "there is nothing for logrotate, because there is no log file of the system";
		};
	}

}
