package io.github.pandaemonium.context.reload;

/**
 * A reload that leaves the configuration as it was. The message is for the operator and
 * the log, and has the value of no key; for the same reason there is no cause.
 */
final class ReloadRefusedException extends RuntimeException {

	ReloadRefusedException(String reason) {
		super(reason);
	}

	String reason() {
		return String.valueOf(getMessage());
	}

}
