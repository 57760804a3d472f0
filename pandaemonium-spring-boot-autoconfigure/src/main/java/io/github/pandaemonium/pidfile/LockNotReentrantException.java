package io.github.pandaemonium.pidfile;

import java.nio.file.Path;

/**
 * A {@link PidLockFile} that is not reentrant was acquired a second time.
 *
 * @since 0.1.0
 */
public class LockNotReentrantException extends AlreadyLockedException {

	LockNotReentrantException(Path path, int self) {
		super(path, self, "Unable to lock '" + path + "' again: held already, and not reentrant");
	}

}
