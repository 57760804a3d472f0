package io.github.pandaemonium.command;

/**
 * Exit statuses of init scripts, as the Linux Standard Base has them (LSB 3.1, 20.2 "Init
 * Script Actions").
 *
 * @since 0.1.0
 */
public final class ExitStatus {

	/** It worked, or there was nothing to do. */
	public static final int SUCCESS = 0;

	/** It did not work. */
	public static final int FAILED = 1;

	/** There is an argument that can't be. */
	public static final int INVALID_ARGUMENT = 2;

	/** The application, or this system, has no such thing. */
	public static final int NOT_IMPLEMENTED = 3;

	/** This user may not do that. */
	public static final int NOT_PERMITTED = 4;

	/** A property is missing or wrong. */
	public static final int NOT_CONFIGURED = 6;

	/** It does not run. */
	public static final int NOT_RUNNING = 7;

	/** {@code status}: it does not run, and its pid file is there. */
	public static final int STATUS_DEAD = 1;

	/** {@code status}: it does not run. */
	public static final int STATUS_STOPPED = 3;

	/** {@code status}: it can't be told. */
	public static final int STATUS_UNKNOWN = 4;

	private ExitStatus() {
	}

}
