package io.github.pandaemonium.command;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What the first argument can ask for.
 *
 * @since 0.1.0
 */
public enum Verb {

	/** Start it; success if it already runs. */
	START,

	/** End it; success if it does not run. */
	STOP,

	/** End it if it runs, and start it. */
	RESTART,

	/** Start it again if it runs. */
	TRY_RESTART,

	/** Have it read its configuration anew, and wait for the answer. */
	RELOAD,

	/** Reload, or restart where the application can't. */
	FORCE_RELOAD,

	/** Say whether it runs. */
	STATUS,

	/** Run it in the foreground. */
	RUN,

	/** Say what a start would do, and what would go wrong. */
	DOCTOR,

	/** Print the files by which systemd starts it. */
	UNIT;

	/**
	 * Finds the verb.
	 * @param arguments the arguments of the application
	 * @return the verb that is the first of them, or {@code null}
	 */
	public static @Nullable Verb of(List<String> arguments) {
		for (Verb verb : values()) {
			if (!arguments.isEmpty() && verb.toString().equals(arguments.get(0))) {
				return verb;
			}
		}
		return null;
	}

	/**
	 * Whether it may start the application, whose arguments are the rest.
	 * @return whether what follows is the application's
	 */
	public boolean isStart() {
		return this == START || this == RESTART || this == TRY_RESTART || this == RUN || this == DOCTOR || this == UNIT;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
