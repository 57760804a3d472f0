package io.github.pandaemonium.daemon;

/**
 * Whether the daemon leaves its caller.
 *
 * @since 0.1.0
 */
public enum Detach {

	/** Unless a supervisor, a container or a super server started the process. */
	AUTO,

	/** In any case. */
	ALWAYS,

	/** In no case. */
	NEVER

}
