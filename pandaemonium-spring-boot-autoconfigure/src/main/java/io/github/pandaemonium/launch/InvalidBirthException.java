package io.github.pandaemonium.launch;

/**
 * Thrown where the mark of a daemon stands on the command line of a process that it was
 * not made for, for example because the command line was copied.
 *
 * @since 0.1.0
 */
public class InvalidBirthException extends RuntimeException {

	InvalidBirthException(String mark) {
		super("The argument -D" + Birth.PROPERTY + "=" + mark + " was made for another process");
	}

}
