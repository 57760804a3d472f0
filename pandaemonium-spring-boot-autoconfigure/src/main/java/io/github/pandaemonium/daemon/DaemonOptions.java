package io.github.pandaemonium.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.signal.SignalMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be said about a daemon.
 *
 * @param detach whether the daemon leaves its caller
 * @param workingDirectory the directory of the daemon
 * @param umask the file mode creation mask
 * @param preventCore whether core dumps are turned off
 * @param user the name or number of the user to run as, if it changes
 * @param group the name or number of the group to run as, if it changes
 * @param initGroups whether the supplementary groups of the user are set
 * @param pidFile the locking pid file, if any
 * @param inheritFiles descriptors, or paths of open files, that stay open
 * @param signalMap which signal means what
 * @param stdin the file that standard input is read from
 * @param stdinText a text that standard input is read from instead, if any
 * @param stdout the file that standard output is appended to
 * @param stderr the file that standard error is appended to
 * @param javaOptions JVM options that only the daemon's JVM gets
 * @param waitFor what the launcher waits for
 * @param startTimeout how long a start may go without progress
 * @param replaced steps in place of a stage
 * @param added steps after a stage, in their order
 * @since 0.1.0
 */
public record DaemonOptions(Detach detach, Path workingDirectory, int umask, boolean preventCore, @Nullable String user,
		@Nullable String group, InitGroups initGroups, @Nullable PidLockFile pidFile, List<String> inheritFiles,
		SignalMap signalMap, Path stdin, @Nullable String stdinText, Path stdout, Path stderr, List<String> javaOptions,
		WaitFor waitFor, Duration startTimeout, Map<Stage, StageStep> replaced, Map<Stage, List<StageStep>> added) {

	/**
	 * Returns how many stages a new process can be given at birth: the longest prefix
	 * that no step of the program's own interrupts. Later ones need the process itself.
	 * @param last the last stage that is asked for
	 * @return the number of stages
	 */
	int stagesAtBirth(Stage last) {
		int count = 0;
		for (Stage stage : Stage.values()) {
			if (stage.compareTo(Stage.WORKING_DIRECTORY) > 0 || stage.compareTo(last) > 0
					|| this.replaced.containsKey(stage)) {
				break;
			}
			count = stage.number();
			if (this.added.containsKey(stage)) {
				break;
			}
		}
		return count;
	}

	/**
	 * Returns these options with the steps that a subclass has in place of stages.
	 */
	DaemonOptions replacing(Function<Stage, @Nullable StageStep> replacements) {
		Map<Stage, StageStep> all = new EnumMap<>(Stage.class);
		all.putAll(this.replaced);
		for (Stage stage : Stage.values()) {
			StageStep step = replacements.apply(stage);
			if (step != null) {
				all.put(stage, step);
			}
		}
		return new DaemonOptions(this.detach, this.workingDirectory, this.umask, this.preventCore, this.user,
				this.group, this.initGroups, this.pidFile, this.inheritFiles, this.signalMap, this.stdin,
				this.stdinText, this.stdout, this.stderr, this.javaOptions, this.waitFor, this.startTimeout, all,
				this.added);
	}

}
