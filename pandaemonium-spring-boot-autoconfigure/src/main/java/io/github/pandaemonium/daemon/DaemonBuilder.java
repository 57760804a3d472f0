package io.github.pandaemonium.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.signal.SignalMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Daemon} or its {@link DaemonOptions options}. Everything has a default.
 *
 * @since 0.1.0
 */
public final class DaemonBuilder {

	private Detach detach = Detach.AUTO;

	private Path workingDirectory = Path.of("/");

	private int umask = 077;

	private boolean preventCore = true;

	private @Nullable String user;

	private @Nullable String group;

	private InitGroups initGroups = InitGroups.AUTO;

	private @Nullable PidLockFile pidFile;

	private List<String> inheritFiles = List.of();

	private SignalMap signalMap = SignalMap.defaults();

	private Path stdin = Path.of("/dev/null");

	private @Nullable String stdinText;

	private Path stdout = Path.of("/dev/null");

	private Path stderr = Path.of("/dev/null");

	private List<String> javaOptions = List.of();

	private WaitFor waitFor = WaitFor.READY;

	private Duration startTimeout = Duration.ofMinutes(2);

	private final Map<Stage, StageStep> replaced = new EnumMap<>(Stage.class);

	private final Map<Stage, List<StageStep>> added = new EnumMap<>(Stage.class);

	private @Nullable StageStep target;

	DaemonBuilder() {
	}

	/**
	 * Sets what the daemon does once it is one; a subclass overrides {@link Daemon#run()}
	 * instead.
	 * @param target the code
	 * @return this builder
	 */
	public DaemonBuilder target(StageStep target) {
		this.target = target;
		return this;
	}

	/**
	 * Sets whether the daemon leaves its caller.
	 * @param detach whether the daemon leaves its caller
	 * @return this builder
	 */
	public DaemonBuilder detach(Detach detach) {
		this.detach = detach;
		return this;
	}

	/**
	 * Sets the directory of the daemon.
	 * @param workingDirectory the directory of the daemon
	 * @return this builder
	 */
	public DaemonBuilder workingDirectory(Path workingDirectory) {
		this.workingDirectory = workingDirectory;
		return this;
	}

	/**
	 * Sets the file mode creation mask.
	 * @param umask the file mode creation mask
	 * @return this builder
	 */
	public DaemonBuilder umask(int umask) {
		this.umask = umask;
		return this;
	}

	/**
	 * Sets whether core dumps are turned off.
	 * @param preventCore whether core dumps are turned off
	 * @return this builder
	 */
	public DaemonBuilder preventCore(boolean preventCore) {
		this.preventCore = preventCore;
		return this;
	}

	/**
	 * Sets the name or number of the user to run as, if it changes.
	 * @param user the name or number of the user to run as, if it changes
	 * @return this builder
	 */
	public DaemonBuilder user(@Nullable String user) {
		this.user = user;
		return this;
	}

	/**
	 * Sets the name or number of the group to run as, if it changes.
	 * @param group the name or number of the group to run as, if it changes
	 * @return this builder
	 */
	public DaemonBuilder group(@Nullable String group) {
		this.group = group;
		return this;
	}

	/**
	 * Sets whether the supplementary groups of the user are set.
	 * @param initGroups whether the supplementary groups of the user are set
	 * @return this builder
	 */
	public DaemonBuilder initGroups(InitGroups initGroups) {
		this.initGroups = initGroups;
		return this;
	}

	/**
	 * Sets the locking pid file, if any.
	 * @param pidFile the locking pid file, if any
	 * @return this builder
	 */
	public DaemonBuilder pidFile(@Nullable PidLockFile pidFile) {
		this.pidFile = pidFile;
		return this;
	}

	/**
	 * Sets the locking pid file, which is not waited for.
	 * @param path the absolute path
	 * @return this builder
	 */
	public DaemonBuilder pidFile(Path path) {
		return pidFile(new PidLockFile(path));
	}

	/**
	 * Sets descriptors, or paths of open files, that stay open.
	 * @param inheritFiles descriptors, or paths of open files, that stay open
	 * @return this builder
	 */
	public DaemonBuilder inheritFiles(List<String> inheritFiles) {
		this.inheritFiles = inheritFiles;
		return this;
	}

	/**
	 * Sets which signal means what.
	 * @param signalMap which signal means what
	 * @return this builder
	 */
	public DaemonBuilder signalMap(SignalMap signalMap) {
		this.signalMap = signalMap;
		return this;
	}

	/**
	 * Sets the file that standard input is read from.
	 * @param stdin the file that standard input is read from
	 * @return this builder
	 */
	public DaemonBuilder stdin(Path stdin) {
		this.stdin = stdin;
		return this;
	}

	/**
	 * Sets a text that standard input is read from instead of a file.
	 * @param text the text
	 * @return this builder
	 */
	public DaemonBuilder stdinText(@Nullable String text) {
		this.stdinText = text;
		return this;
	}

	/**
	 * Sets the file that standard output is appended to.
	 * @param stdout the file that standard output is appended to
	 * @return this builder
	 */
	public DaemonBuilder stdout(Path stdout) {
		this.stdout = stdout;
		return this;
	}

	/**
	 * Sets the file that standard error is appended to.
	 * @param stderr the file that standard error is appended to
	 * @return this builder
	 */
	public DaemonBuilder stderr(Path stderr) {
		this.stderr = stderr;
		return this;
	}

	/**
	 * Sets JVM options that only the daemon's JVM gets.
	 * @param javaOptions JVM options that only the daemon's JVM gets
	 * @return this builder
	 */
	public DaemonBuilder javaOptions(List<String> javaOptions) {
		this.javaOptions = javaOptions;
		return this;
	}

	/**
	 * Sets what the launcher waits for.
	 * @param waitFor what the launcher waits for
	 * @return this builder
	 */
	public DaemonBuilder waitFor(WaitFor waitFor) {
		this.waitFor = waitFor;
		return this;
	}

	/**
	 * Sets how long a start may go without progress.
	 * @param startTimeout how long a start may go without progress
	 * @return this builder
	 */
	public DaemonBuilder startTimeout(Duration startTimeout) {
		this.startTimeout = startTimeout;
		return this;
	}

	/**
	 * Sets a step in place of a stage.
	 * @param stage the stage
	 * @param step the step
	 * @return this builder
	 */
	public DaemonBuilder replace(Stage stage, StageStep step) {
		this.replaced.put(stage, step);
		return this;
	}

	/**
	 * Adds a step after a stage.
	 * @param stage the stage
	 * @param step the step
	 * @return this builder
	 */
	public DaemonBuilder after(Stage stage, StageStep step) {
		this.added.computeIfAbsent(stage, (key) -> new ArrayList<>()).add(step);
		return this;
	}

	/**
	 * Returns the options.
	 * @return the options
	 * @throws InvalidOptionException if one can't be
	 */
	public DaemonOptions options() {
		if (this.umask < 0 || this.umask > 0777) {
			throw new InvalidOptionException("umask", Integer.toOctalString(this.umask),
					"it is not between 000 and 777 (octal)", "Use three octal digits, for example 027.");
		}
		if (!this.workingDirectory.isAbsolute()) {
			throw new InvalidOptionException("working-directory", this.workingDirectory.toString(),
					"it is not absolute", "Use a path that starts with '/'.");
		}
		if (this.startTimeout.isNegative() || this.startTimeout.isZero()) {
			throw new InvalidOptionException("start-timeout", this.startTimeout.toString(), "it is not positive",
					"Use a time such as 2m.");
		}
		return new DaemonOptions(this.detach, this.workingDirectory, this.umask, this.preventCore, this.user,
				this.group, this.initGroups, this.pidFile, List.copyOf(this.inheritFiles), this.signalMap, this.stdin,
				this.stdinText, this.stdout, this.stderr, List.copyOf(this.javaOptions), this.waitFor,
				this.startTimeout, Map.copyOf(this.replaced), Map.copyOf(this.added));
	}

	/**
	 * Returns the daemon.
	 * @return the daemon
	 * @throws InvalidOptionException if an option can't be
	 */
	public Daemon build() {
		return new Daemon(options(), this.target);
	}

}
