package io.github.pandaemonium.daemon;

import java.util.Locale;

/**
 * What the launcher waits for before it returns.
 *
 * @since 0.1.0
 */
public enum WaitFor {

	/** The application is ready. */
	READY,

	/** All stages have been passed. */
	STAGES,

	/** The daemon's JVM runs. */
	NONE;

	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}
