package io.github.pandaemonium.launch;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Credentials;

/**
 * A thread that is thrown away, so that only what it starts has the new user and groups
 * and the launcher stays who it was.
 */
final class CredentialsThread {

	private CredentialsThread() {
	}

	static <T> T call(Posix posix, @Nullable Credentials credentials, Supplier<T> action) {
		int dumpable = posix.dumpable(-1);
		FutureTask<T> task = new FutureTask<>(() -> {
			if (credentials != null) {
				posix.assumeInThread(credentials);
			}
			return action.get();
		});
		Thread thread = new Thread(task, "pandaemonium-credentials");
		thread.setDaemon(true);
		thread.start();
		try {
			return await(task);
		}
		finally {
			posix.dumpable(dumpable);
		}
	}

	private static <T> T await(FutureTask<T> task) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return task.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				catch (ExecutionException ex) {
					if (ex.getCause() instanceof RuntimeException runtimeException) {
						throw runtimeException;
					}
					throw new IllegalStateException(ex.getCause());
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
