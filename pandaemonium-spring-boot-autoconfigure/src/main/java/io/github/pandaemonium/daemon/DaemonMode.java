package io.github.pandaemonium.daemon;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a process is run, and which stages that takes.
 *
 * @since 0.1.0
 */
public enum DaemonMode {

	/** In the background, by its own doing: all stages. */
	DETACHED(EnumSet.allOf(Stage.class)),

	/**
	 * By a supervisor that detached it already, or where detaching is not wanted: all
	 * stages but {@link Stage#DETACH} and {@link Stage#STREAMS}.
	 */
	SUPERVISED(EnumSet.range(Stage.CORE_DUMPS, Stage.INHERITED_FILES)),

	/** In a terminal: pid file, and signals as far as the terminal bears it. */
	FOREGROUND(EnumSet.of(Stage.PID_FILE, Stage.SIGNALS)),

	/** Not as a daemon at all: in a test, a container of servlets, an IDE. */
	NONE(EnumSet.noneOf(Stage.class));

	private final Set<Stage> stages;

	DaemonMode(Set<Stage> stages) {
		this.stages = stages;
	}

	/**
	 * Whether a stage is part of this mode.
	 * @param stage the stage
	 * @return whether it is
	 */
	public boolean includes(Stage stage) {
		return this.stages.contains(stage);
	}

}
