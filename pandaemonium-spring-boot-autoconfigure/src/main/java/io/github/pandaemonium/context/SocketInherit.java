package io.github.pandaemonium.context;

/**
 * Whether listening sockets are taken from whoever starts the application.
 *
 * @since 0.1.0
 */
public enum SocketInherit {

	/** Where they are given. */
	AUTO,

	/** That none is given is an error. */
	REQUIRED,

	/** They are ignored. */
	NEVER

}
