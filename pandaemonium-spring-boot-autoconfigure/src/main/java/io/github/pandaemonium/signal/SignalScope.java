package io.github.pandaemonium.signal;

import java.util.Set;

import io.github.pandaemonium.posix.UnixSignal;

/**
 * How much of a signal map is installed.
 *
 * @since 0.1.0
 */
public enum SignalScope {

	/** All of it; what the caller ignored and the map does not name is reset. */
	DAEMON(Set.of()),

	/**
	 * In the foreground without a controlling terminal: job control is left alone, and so
	 * is what the map does not name.
	 */
	FOREGROUND(Set.of("TSTP", "TTIN", "TTOU")),

	/**
	 * In the foreground of a controlling terminal: as {@link #FOREGROUND}, and what the
	 * terminal itself sends is left alone.
	 */
	TERMINAL(Set.of("TSTP", "TTIN", "TTOU", "HUP", "INT"));

	private final Set<String> left;

	SignalScope(Set<String> left) {
		this.left = left;
	}

	/**
	 * Whether a signal is left as it is, whatever the map says.
	 * @param signal the signal
	 * @return whether it is
	 */
	public boolean leaves(UnixSignal signal) {
		return this.left.contains(signal.name());
	}

}
