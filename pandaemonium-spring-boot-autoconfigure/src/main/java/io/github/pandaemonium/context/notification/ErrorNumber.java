package io.github.pandaemonium.context.notification;

import java.net.BindException;

import io.github.pandaemonium.daemon.DaemonException;
import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.pidfile.AlreadyLockedException;
import io.github.pandaemonium.posix.PosixException;

/**
 * The number of an error, see {@code errno(3)}, that says best what a failure is.
 */
final class ErrorNumber {

	private static final int DEPTH = 50;

	private ErrorNumber() {
	}

	static int of(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEPTH; depth++) {
			if (cause instanceof PosixException posix) {
				return posix.getErrno();
			}
			if (cause instanceof DaemonException daemon && daemon.getErrno() != 0) {
				return daemon.getErrno();
			}
			if (cause instanceof AlreadyLockedException) {
				return PosixException.errno("EEXIST"); // as pidfile_open(3)
			}
			if (cause instanceof InvalidOptionException) {
				return PosixException.errno("EINVAL");
			}
			if (cause.getClass().getSimpleName().equals("PortInUseException")
					|| cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
				return PosixException.errno("EADDRINUSE");
			}
			cause = cause.getCause();
		}
		return PosixException.errno("ECANCELED");
	}

}
