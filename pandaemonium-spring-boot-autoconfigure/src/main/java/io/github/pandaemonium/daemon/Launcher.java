package io.github.pandaemonium.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.DaemonProcess;
import io.github.pandaemonium.launch.Denial;
import io.github.pandaemonium.launch.InPlace;
import io.github.pandaemonium.launch.JvmTrial;
import io.github.pandaemonium.launch.LaunchRequest;
import io.github.pandaemonium.launch.Secrets;
import io.github.pandaemonium.launch.StartResult;
import io.github.pandaemonium.launch.StartResult.Outcome;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.pidfile.PidLockFileException;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Credentials;
import io.github.pandaemonium.posix.UnixSignal;
import io.github.pandaemonium.signal.SignalScope;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher does: checks all that can be checked, takes the lock, starts the
 * daemon's process, waits for its word, and leaves nothing behind where it does not come.
 *
 * @since 0.1.0
 */
public final class Launcher {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/** What the supervisor has meant for the predecessor, by its number. */
	private static final Map<String, String> OF_PREDECESSOR = Map.of("WATCHDOG_PID", "", "LISTEN_PID", "");

	private final Posix posix;

	private final DaemonOptions options;

	private final CommandLine commandLine;

	private final Path directory;

	private final List<String> configuration;

	private final Map<String, Path> written = new LinkedHashMap<>();

	private List<Integer> descriptors = List.of();

	private List<String> requiredOptions = List.of();

	private Supplier<Map<String, Integer>> sockets = Map::of;

	private @Nullable Predecessor predecessor;

	private Runnable onInterrupt = () -> {
	};

	private Runnable onFailure = () -> {
	};

	/**
	 * Creates a launcher.
	 * @param posix the system calls
	 * @param options what the daemon is like
	 * @param commandLine the command line of this process
	 * @param directory the directory in which this process was launched
	 * @param configuration the files of configuration that were read
	 */
	public Launcher(Posix posix, DaemonOptions options, CommandLine commandLine, Path directory,
			List<String> configuration) {
		this.posix = posix;
		this.options = options;
		this.commandLine = commandLine;
		this.directory = directory;
		this.configuration = configuration;
	}

	/**
	 * Adds a file that the daemon must be able to write.
	 * @param property the property that names it
	 * @param file the absolute path
	 * @return this
	 */
	public Launcher writing(String property, Path file) {
		this.written.put(property, file);
		return this;
	}

	/**
	 * Sets who opens the listening sockets that the daemon is born with.
	 * @param sockets opens them and returns the descriptors by what they are for; called
	 * once, when the lock of the pid file is there and privileges are not dropped yet.
	 * The launcher closes them
	 * @return this
	 */
	public Launcher opening(Supplier<Map<String, Integer>> sockets) {
		this.sockets = sockets;
		return this;
	}

	/**
	 * Sets who goes on to serve until the daemon is ready. The pid file, acquired or
	 * adopted, is the predecessor's: where the launch fails it is left alone.
	 * @param predecessor the process that the daemon takes over from
	 * @return this
	 */
	public Launcher succeeding(Predecessor predecessor) {
		this.predecessor = predecessor;
		return this;
	}

	/**
	 * Sets what a process that replaces itself hands on.
	 * @param descriptors descriptors that stay open
	 * @param requiredOptions options that the JVM needs and has not; where there are
	 * some, the process replaces itself in any case
	 * @return this
	 */
	public Launcher handingOn(List<Integer> descriptors, List<String> requiredOptions) {
		this.descriptors = List.copyOf(descriptors);
		this.requiredOptions = List.copyOf(requiredOptions);
		return this;
	}

	/**
	 * Sets who is told that this process, and with it the launch, ends before the daemon
	 * was there.
	 * @param onInterrupt called when nothing of the daemon is left; the JVM waits for it
	 * @return this
	 */
	public Launcher onInterrupt(Runnable onInterrupt) {
		this.onInterrupt = onInterrupt;
		return this;
	}

	/**
	 * Sets what takes away what a daemon that is no more may have left.
	 * @param onFailure called as long as the lock of the pid file keeps another one away
	 * @return this
	 */
	public Launcher onFailure(Runnable onFailure) {
		this.onFailure = onFailure;
		return this;
	}

	/**
	 * Starts the daemon in a process of its own.
	 * @param last the last stage that may be given at birth
	 * @param ordinal which daemon of the program this is
	 * @param onProgress told of what the daemon is at work on
	 * @return how it went
	 * @throws InvalidOptionException if an option can't be
	 * @throws io.github.pandaemonium.pidfile.PidLockFileException if the lock can't be
	 * taken
	 * @throws LaunchInterruptedException if this process ends
	 */
	public StartResult launch(Stage last, int ordinal, Consumer<String> onProgress) {
		requireSeparable();
		LaunchRequest request = request(this.options.stagesAtBirth(last), ordinal, true);
		try (LaunchHook hook = new LaunchHook()) {
			StartResult result = null;
			try {
				result = launch(request, onProgress, hook);
			}
			catch (PidLockFileException ex) {
				if (!hook.isInterrupted()) {
					throw ex;
				}
			}
			if (result == null || hook.isInterrupted()) {
				this.onInterrupt.run();
				throw new LaunchInterruptedException();
			}
			return result;
		}
	}

	private StartResult launch(LaunchRequest request, Consumer<String> onProgress, LaunchHook hook) {
		PidLockFile lock = lock();
		Map<String, Integer> sockets = Map.of();
		boolean started = false;
		try {
			sockets = this.sockets.get();
			StartResult result = start(withLock(request, lock).withSockets(sockets), onProgress, hook);
			started = result.isSuccess();
			return result;
		}
		finally {
			close(sockets);
			if (lock != null) {
				if (started) {
					lock.abandon();
				}
				else if (this.predecessor == null) {
					this.onFailure.run();
					lock.release();
				}
			}
		}
	}

	/**
	 * Checks all that can be checked before a start, and changes nothing.
	 * @throws InvalidOptionException if an option can't be
	 * @throws LaunchException if something else is in the way
	 */
	public void check() {
		requireSeparable();
		request(this.options.stagesAtBirth(Stage.STREAMS), 0, true);
	}

	/**
	 * Tells whether the daemon's user may write a file, or create it.
	 * @param file the absolute path
	 * @return whether it may
	 */
	public boolean isWritable(Path file) {
		return Denial.ofWriting(this.posix, new Identity(this.posix, this.options).credentials(), file).isEmpty();
	}

	/**
	 * Replaces this process by one that is born with user, directory and all the other
	 * stages up to them, where one of the two changes, or its JVM is to have other
	 * options.
	 * @param ordinal which daemon of the program this is
	 * @param before called before that, where it happens
	 */
	public void execInPlace(int ordinal, Runnable before) {
		int stages = this.options.stagesAtBirth(Stage.WORKING_DIRECTORY);
		LaunchRequest request = request(stages, ordinal, false);
		boolean elsewhere = request.gives(Stage.WORKING_DIRECTORY.number())
				&& !this.options.workingDirectory().equals(this.directory);
		boolean sameOptions = this.requiredOptions.isEmpty() && this.options.javaOptions().isEmpty();
		if (request.credentials() == null && !elsewhere && sameOptions) {
			return;
		}
		tryJavaOptions();
		before.run();
		PidLockFile lock = lock();
		Map<String, Integer> sockets = Map.of();
		try {
			sockets = this.sockets.get();
			InPlace.exec(this.posix, withLock(request, lock).withSockets(sockets));
		}
		finally {
			close(sockets);
			if (lock != null) {
				lock.release();
			}
		}
	}

	private StartResult start(LaunchRequest request, Consumer<String> onProgress, LaunchHook hook) {
		DaemonProcess process = DaemonProcess.spawn(this.posix, request);
		hook.guard(process); // kills it where the interrupt came before
		Outcome outcome = Outcome.DIED;
		try {
			if (this.predecessor != null) {
				this.predecessor.onStop(process::kill);
			}
			outcome = process.monitor().onProgress(onProgress).await();
			if (outcome == Outcome.STARTED && !hook.release()) {
				outcome = Outcome.DIED;
			}
		}
		finally {
			if (outcome == Outcome.STARTED) {
				process.release();
			}
			else {
				process.terminate(PATIENCE);
			}
		}
		return process.monitor().result(outcome);
	}

	/**
	 * With a lambda, the prompt would wait until it is linked.
	 */
	private void close(Map<String, Integer> sockets) {
		for (int socket : sockets.values()) {
			this.posix.close(socket);
		}
	}

	private @Nullable PidLockFile lock() {
		PidLockFile file = this.options.pidFile();
		if (file == null || file.isPrimary()) {
			return file;
		}
		return this.options.replaced().containsKey(Stage.PID_FILE) ? null : file.acquire();
	}

	private LaunchRequest withLock(LaunchRequest request, @Nullable PidLockFile lock) {
		// a file that the parent process wrote for us has no lock to hand on
		return (lock != null) ? request.withLock(lock.path(), lock.isPrimary() ? lock.descriptor() : -1) : request;
	}

	private LaunchRequest request(int stages, int ordinal, boolean redirect) {
		Identity identity = new Identity(this.posix, this.options);
		Credentials credentials = identity.credentials();
		Map<String, String> variables = new HashMap<>(this.options.signalMap().environment());
		if (this.predecessor != null && this.predecessor.succession().supervised()) {
			variables.putAll(OF_PREDECESSOR);
		}
		Map<String, String> environment = new HashMap<>(System.getenv());
		environment.putAll(variables);
		this.options.signalMap().requireUsable(SignalScope.DAEMON, environment);
		variables = identity.variables(variables);
		boolean changes = credentials != null && stages >= Stage.IDENTITY.number();
		Reachability reachability = new Reachability(this.posix, this.options, changes ? credentials : null);
		check(reachability, stages);
		if (redirect) {
			new Streams(this.posix, this.options).check();
			reachability.checkStreams();
		}
		List<String> javaOptions = new ArrayList<>(this.requiredOptions);
		javaOptions.addAll(this.options.javaOptions());
		List<Integer> inherited = new ArrayList<>(Inheritance.descriptors(this.options.inheritFiles()));
		inherited.addAll(this.descriptors);
		return new LaunchRequest(this.commandLine, javaOptions, variables, ordinal, stages,
				// who takes over does so when it is ready, and no sooner
				((this.predecessor != null) ? WaitFor.READY : this.options.waitFor()).word(),
				this.options.startTimeout(), this.directory, null, -1, this.configuration, this.options.preventCore(),
				changes ? credentials : null, this.options.umask(),
				(stages >= Stage.WORKING_DIRECTORY.number()) ? this.options.workingDirectory() : null,
				this.options.signalMap()
					.ignoredAtBirth()
					.stream()
					.map(UnixSignal::name)
					.collect(Collectors.toUnmodifiableSet()),
				inherited, Map.of(), (this.predecessor != null) ? this.predecessor.succession() : null);
	}

	/**
	 * Once the process has replaced itself, nobody is left to tell that the JVM refuses
	 * an option, and to take the pid file away.
	 */
	private void tryJavaOptions() {
		List<String> javaOptions = this.options.javaOptions();
		if (!javaOptions.isEmpty()) {
			JvmTrial.refusal(this.commandLine, javaOptions).ifPresent((reason) -> {
				throw new InvalidOptionException("java-options",
						javaOptions.stream().map(Secrets::masked).collect(Collectors.joining(" ")),
						"the JVM refuses it: " + reason, "Correct it.");
			});
		}
	}

	private void requireSeparable() {
		List<String> held = this.commandLine.contendedOptions();
		if (!held.isEmpty()) {
			throw new LaunchException(
					"The option " + held.get(0) + " makes this process hold what the daemon's process needs",
					"Move it into pandaemonium.java-options, which only the daemon's JVM gets.");
		}
	}

	/**
	 * A directory that a step of the program's own comes before may not be there yet.
	 */
	private void check(Reachability reachability, int stages) {
		if (stages >= Stage.WORKING_DIRECTORY.number()) {
			reachability.checkWorkingDirectory();
		}
		reachability.checkJava(Path.of(System.getProperty("java.home")));
		reachability.checkClassPath(this.directory);
		reachability.checkConfiguration(this.configuration);
		this.written.forEach(reachability::checkWritten);
	}

}
