package io.github.pandaemonium.daemon;

/**
 * Whether the supplementary groups of the user are set.
 *
 * @since 0.1.0
 */
public enum InitGroups {

	/** Where the process is root. */
	AUTO,

	/** In any case: an error where the process is not root. */
	TRUE,

	/** The daemon has no supplementary groups; only root can drop its own. */
	FALSE

}
