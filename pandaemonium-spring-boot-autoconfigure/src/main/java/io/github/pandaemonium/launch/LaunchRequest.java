package io.github.pandaemonium.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.posix.Posix.Credentials;

/**
 * What a daemon's process is to be born with.
 *
 * @param commandLine the command line of this process
 * @param javaOptions options that only the daemon's JVM gets
 * @param environment variables that are added to the environment
 * @param ordinal which daemon of the program this is
 * @param stages how many stages are given at birth
 * @param waitFor what the launcher waits for: {@code ready}, {@code stages} or
 * {@code none}
 * @param startTimeout how long the start may go without progress
 * @param directory the directory in which the program was launched
 * @param pidFile the pid file, if any
 * @param lock the descriptor of the locked pid file, or -1
 * @param configuration the files of configuration that were read
 * @param preventCore whether core dumps are turned off, if that stage is given
 * @param credentials user and groups, if they change and that stage is given
 * @param umask the mask, if that stage is given
 * @param workingDirectory the directory, if that stage is given
 * @param ignoredSignals names of signals that do no harm before they have a handler
 * @param inherited descriptors that stay open
 * @param sockets descriptors of listening sockets that were opened for the daemon, by
 * what they are for
 * @param succession from which process it takes over, or {@code null}
 * @since 0.1.0
 */
public record LaunchRequest(CommandLine commandLine, List<String> javaOptions, Map<String, String> environment,
		int ordinal, int stages, String waitFor, Duration startTimeout, Path directory, @Nullable Path pidFile,
		int lock, List<String> configuration, boolean preventCore, @Nullable Credentials credentials,
		@Nullable Integer umask, @Nullable Path workingDirectory, Set<String> ignoredSignals, List<Integer> inherited,
		Map<String, Integer> sockets, @Nullable Succession succession) {

	/**
	 * The mark for a process that has the lock and the control pipe on these descriptors.
	 */
	Birth birth(int control, String proof, int lock) {
		return new Birth(control, proof, this.ordinal, this.stages, this.waitFor, this.directory, lock, this.pidFile,
				this.configuration, this.sockets, this.succession);
	}

	List<String> command(Birth birth) {
		List<String> options = new ArrayList<>(
				ModuleOptions.missing(this.commandLine, ModuleOptions.NATIVE_ACCESS, ModuleOptions.JAVA_LANG));
		this.javaOptions.forEach((option) -> options.add(Bytes.of(option)));
		options.add(birth.toArgument());
		return this.commandLine.arguments(options);
	}

	/**
	 * Returns the same request with a lock.
	 * @param pidFile the pid file
	 * @param lock the descriptor of the locked file
	 * @return the request
	 */
	public LaunchRequest withLock(Path pidFile, int lock) {
		return new LaunchRequest(this.commandLine, this.javaOptions, this.environment, this.ordinal, this.stages,
				this.waitFor, this.startTimeout, this.directory, pidFile, lock, this.configuration, this.preventCore,
				this.credentials, this.umask, this.workingDirectory, this.ignoredSignals, this.inherited, this.sockets,
				this.succession);
	}

	/**
	 * Returns the same request with listening sockets, which stay open.
	 * @param sockets the descriptors by what they are for
	 * @return the request
	 */
	public LaunchRequest withSockets(Map<String, Integer> sockets) {
		List<Integer> inherited = new ArrayList<>(this.inherited);
		inherited.addAll(sockets.values());
		return new LaunchRequest(this.commandLine, this.javaOptions, this.environment, this.ordinal, this.stages,
				this.waitFor, this.startTimeout, this.directory, this.pidFile, this.lock, this.configuration,
				this.preventCore, this.credentials, this.umask, this.workingDirectory, this.ignoredSignals, inherited,
				sockets, this.succession);
	}

	/**
	 * Returns the same request for a process that takes over from another one.
	 * @param succession from which one
	 * @return the request
	 */
	public LaunchRequest withSuccession(@Nullable Succession succession) {
		return new LaunchRequest(this.commandLine, this.javaOptions, this.environment, this.ordinal, this.stages,
				this.waitFor, this.startTimeout, this.directory, this.pidFile, this.lock, this.configuration,
				this.preventCore, this.credentials, this.umask, this.workingDirectory, this.ignoredSignals,
				this.inherited, this.sockets, succession);
	}

	/**
	 * Whether a stage is given at birth.
	 * @param stage the number of the stage
	 * @return whether it is
	 */
	public boolean gives(int stage) {
		return this.stages >= stage;
	}

}
