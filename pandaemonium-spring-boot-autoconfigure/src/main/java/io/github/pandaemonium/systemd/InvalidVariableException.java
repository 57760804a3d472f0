package io.github.pandaemonium.systemd;

/**
 * A variable that a supervisor sets, with a value that can't be. It is worth a warning
 * and never stops a start.
 *
 * @since 0.1.0
 */
public class InvalidVariableException extends RuntimeException {

	InvalidVariableException(String variable, String value, String reason, String consequence) {
		super(variable + "='" + value.replaceAll("\\p{Cntrl}", "?") + "' is ignored, since " + reason + ": "
				+ consequence);
	}

}
