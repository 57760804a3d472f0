package io.github.pandaemonium.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Credentials;

/**
 * A thread that is thrown away, so that only what it starts has the new user and groups
 * and the launcher stays who it was.
 */
final class CredentialsThread {

	private static final long TIME_TO_END = 1_000_000_000;

	private CredentialsThread() {
	}

	static <T> T call(Posix posix, @Nullable Credentials credentials, Supplier<T> action) {
		int dumpable = posix.dumpable(-1);
		AtomicReference<Path> self = new AtomicReference<>();
		FutureTask<T> task = new FutureTask<>(() -> {
			self.set(Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self"))));
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
			if (awaitEnd(thread, self.get())) {
				posix.dumpable(dumpable);
			}
		}
	}

	/**
	 * As long as the thread lives, its user could look into this process if it were
	 * dumpable.
	 */
	private static boolean awaitEnd(Thread thread, @Nullable Path task) {
		long deadline = System.nanoTime() + TIME_TO_END;
		while ((thread.isAlive() || (task != null && Files.exists(task))) && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		return !thread.isAlive() && (task == null || !Files.exists(task));
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
