package io.github.pandaemonium.context;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.daemon.Detach;
import io.github.pandaemonium.daemon.InitGroups;
import io.github.pandaemonium.daemon.WaitFor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application says about the daemon that it is. Paths are texts, since Spring
 * would look for {@code /} on the class path.
 *
 * @param enabled Whether this application is run as a daemon at all.
 * @param foreground Whether to stay in the terminal. The bare argument "--foreground"
 * says the same.
 * @param detach Whether to detach from the caller.
 * @param workingDirectory Directory of the daemon.
 * @param umask File mode creation mask, as octal text.
 * @param preventCore Whether core dumps are turned off.
 * @param user Name or number of the user to run as.
 * @param group Name or number of the group to run as. By default that of the user.
 * @param initGroups Whether the user's supplementary groups are set. By default they are
 * where the process is root.
 * @param pidFile Absolute path of the locking pid file.
 * @param pidFileTimeout How long to wait for a pid file that another process has locked.
 * @param inheritFiles Descriptors that stay open, as numbers or as paths of open files.
 * @param signalMap Signal name or number to action. Entries add to the defaults: TERM is
 * mapped to terminate, HUP to reload, USR1 to reopen-logs, and TSTP, TTIN and TTOU to
 * ignore.
 * @param stdin File that standard input is read from.
 * @param stdout File that standard output is appended to.
 * @param stderr File that standard error is appended to.
 * @param javaOptions JVM options that only the daemon's JVM gets.
 * @param waitFor What the launcher waits for before it returns.
 * @param startTimeout How long a start may go without progress.
 * @param stopTimeout How long a stop may take before the daemon is killed.
 * @param stopSchedule Signals and times of a stop, as TERM/30s/KILL/5s. By default TERM,
 * the stop timeout, KILL.
 * @param socket The listening socket of the web server.
 * @param sockets Further listening sockets, by what they are for: "management" is that of
 * the management server, others are for the application to take.
 * @param idleTimeout How long the application may go without a connection before it ends.
 * Only where its listening socket is given to it, so that a connection starts it again.
 * @param verbs Whether a first argument such as "stop" or "status" is obeyed.
 * @param notificationFd Descriptor that gets a newline when the application is ready, as
 * supervisors of the s6 family have it.
 * @param inheritNotifySocket Whether programs that the application starts inherit the
 * variables by which a supervisor speaks to it.
 * @param watchdog What a supervisor's watchdog is told.
 * @since 0.1.0
 */
@ConfigurationProperties("pandaemonium")
public record PandaemoniumProperties(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean foreground,
		@DefaultValue("auto") Detach detach, @DefaultValue("/") String workingDirectory,
		@DefaultValue("077") String umask, @DefaultValue("true") boolean preventCore, @Nullable String user,
		@Nullable String group, @DefaultValue("auto") InitGroups initGroups, @Nullable String pidFile,
		@DefaultValue("0s") Duration pidFileTimeout, @DefaultValue List<String> inheritFiles,
		@DefaultValue Map<String, String> signalMap, @DefaultValue("/dev/null") String stdin,
		@DefaultValue("/dev/null") String stdout, @DefaultValue("/dev/null") String stderr,
		@DefaultValue List<String> javaOptions, @DefaultValue("ready") WaitFor waitFor,
		@DefaultValue("2m") Duration startTimeout, @DefaultValue("45s") Duration stopTimeout,
		@Nullable String stopSchedule, @DefaultValue Socket socket, @DefaultValue Map<String, NamedSocket> sockets,
		@Nullable Duration idleTimeout, @DefaultValue("true") boolean verbs, @Nullable Integer notificationFd,
		@DefaultValue("false") boolean inheritNotifySocket, @DefaultValue Watchdog watchdog) {

	/** Prefix of the keys. */
	public static final String PREFIX = "pandaemonium";

	/**
	 * The listening socket of the web server.
	 *
	 * @param inherit Whether listening sockets are taken from systemd or a super server.
	 * @param name Name of the web server's socket where several are given
	 * (FileDescriptorName= of its socket unit). By default it is the one that nothing
	 * else names.
	 * @param address Address and port, as "host:port" or ":port", where the launcher
	 * opens the socket before it drops its privileges.
	 * @param backlog How many connections may wait to be accepted where the launcher
	 * opens the socket. The system may have a lower limit.
	 */
	public record Socket(@DefaultValue("auto") SocketInherit inherit, @Nullable String name, @Nullable String address,
			@DefaultValue("4096") int backlog) {

	}

	/**
	 * A further listening socket.
	 *
	 * @param name Name of the socket (FileDescriptorName= of its socket unit). By default
	 * what it is for.
	 * @param address Address and port, as "host:port" or ":port", where the launcher
	 * opens the socket before it drops its privileges.
	 * @param backlog How many connections may wait to be accepted where the launcher
	 * opens the socket. The system may have a lower limit.
	 */
	public record NamedSocket(@Nullable String name, @Nullable String address, @DefaultValue("4096") int backlog) {

	}

	/**
	 * What a supervisor's watchdog is told.
	 *
	 * @param grace How much longer than its unit says the watchdog waits for a sign of
	 * life, so that a long pause of the whole process is none of its business.
	 * @param healthGroup Health group of the actuator that has to be up for a sign of
	 * life.
	 */
	public record Watchdog(@DefaultValue("0s") Duration grace, @Nullable String healthGroup) {

	}

}
