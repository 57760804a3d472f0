package io.github.pandaemonium.systemd.unit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What an application says of itself, from which its files are made. Paths are absolute.
 *
 * @param name the name of the application
 * @param command the command line
 * @param reload the command line that asks it to reload and waits for the answer, or none
 * where it can't be asked
 * @param reloadSignal the signal that has it reload, or {@code null}
 * @param variables the variables of its environment
 * @param mentioned what else it is told, in which paths may stand
 * @param directory where it is launched, and where its configuration is looked for
 * @param user the user to run as, or {@code null}
 * @param group the group to run as, or {@code null} for that of the user
 * @param fileGroup the group of its files, or {@code null} where there is no user
 * @param umask the umask
 * @param pidFile the pid file, or {@code null}
 * @param logFile the log file, or {@code null}
 * @param startTimeout how long a start may go without progress
 * @param stopTimeout how long a stop may take
 * @param reopenSignal the signal that has it open its logs again, or {@code null}
 * @param sockets the sockets that systemd is to listen on for it
 * @param lowPort whether it listens on a port that only root may have
 * @param manager the manager that is to run it
 * @since 0.1.0
 */
public record ServiceDescription(String name, List<String> command, List<String> reload, @Nullable String reloadSignal,
		Map<String, String> variables, List<String> mentioned, String directory, @Nullable String user,
		@Nullable String group, @Nullable String fileGroup, int umask, @Nullable String pidFile,
		@Nullable String logFile, Duration startTimeout, Duration stopTimeout, @Nullable String reopenSignal,
		List<ListeningSocket> sockets, boolean lowPort, Manager manager) {

	/**
	 * The kinds of managers.
	 */
	public enum Manager {

		/** That of the system. */
		SYSTEM,

		/** That of a user who is logged in. */
		USER

	}

	/**
	 * A socket that systemd listens on.
	 *
	 * @param name its name, by which the application finds it
	 * @param address a port, or an address with a port
	 */
	public record ListeningSocket(String name, String address) {
	}

	public ServiceDescription {
		command = List.copyOf(command);
		reload = List.copyOf(reload);
		variables = Map.copyOf(variables);
		mentioned = List.copyOf(mentioned);
		sockets = List.copyOf(sockets);
	}

	/**
	 * Returns the name that the files have.
	 * @return the name without a suffix, see systemd.unit(5)
	 */
	public String unit() {
		return this.name.strip().replaceAll("[^A-Za-z0-9:_.-]+", "-");
	}

	/**
	 * Whether the manager gives the user. It can't where the pid file is in a directory
	 * that only root can write: then the application changes the user by itself.
	 */
	boolean isUserOfUnit() {
		return this.user != null && this.manager == Manager.SYSTEM && !isRootNeeded();
	}

	boolean isRootNeeded() {
		return this.pidFile != null && this.user != null && this.manager == Manager.SYSTEM
				&& Place.of(this.pidFile).isFileOfRoot();
	}

	/**
	 * Returns a directory that is made for this application, and taken away with it, only
	 * where it has its name: another one may be shared.
	 * @param directory the directory below that of all applications, or {@code null}
	 */
	@Nullable String own(@Nullable String directory) {
		return (directory != null && (directory + "/").startsWith(unit() + "/")) ? directory : null;
	}

	/** The places of all that it must be able to read or write. */
	List<Place> places() {
		return Stream
			.of(this.command.stream(), this.variables.values().stream(), this.mentioned.stream(),
					Stream.of(this.directory, this.pidFile, this.logFile))
			.flatMap(Function.identity())
			.filter(Objects::nonNull)
			.map(Place::of)
			.toList();
	}

}
