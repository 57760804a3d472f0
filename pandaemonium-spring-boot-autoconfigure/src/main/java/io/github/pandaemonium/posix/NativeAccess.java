package io.github.pandaemonium.posix;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.jspecify.annotations.Nullable;

/**
 * Whether and how the system calls can be made in this JVM.
 *
 * @since 0.1.0
 */
public final class NativeAccess {

	private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64");

	private static final FutureTask<Posix> LOADING = new FutureTask<>(NativeAccess::load);

	private NativeAccess() {
	}

	/**
	 * Starts to load the native library on a thread of its own, so that whoever needs it
	 * later need not wait.
	 */
	public static void preload() {
		if (!LOADING.isDone()) {
			Thread thread = new Thread(LOADING, "pandaemonium-native");
			thread.setDaemon(true);
			thread.start();
		}
	}

	/**
	 * Whether system calls can be made; waits until that is known.
	 * @return whether they can
	 */
	public static boolean isAvailable() {
		return unavailabilityCause() == null;
	}

	/**
	 * Returns why no system calls can be made.
	 * @return the cause, or {@code null} where they can
	 */
	public static @Nullable Throwable unavailabilityCause() {
		try {
			await();
			return null;
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
	}

	/**
	 * Returns the system calls.
	 * @return the calls
	 * @throws UnsupportedOperationException with the cause where there are none
	 */
	public static Posix posix() {
		try {
			return await();
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new UnsupportedOperationException("System calls are not available: " + cause.getMessage(), cause);
		}
	}

	private static Posix await() throws ExecutionException {
		LOADING.run(); // does nothing where it runs or ran already
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return LOADING.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static Posix load() {
		String system = System.getProperty("os.name");
		String architecture = System.getProperty("os.arch");
		if (!"Linux".equals(system) || !ARCHITECTURES.contains(architecture)) {
			throw new UnsupportedOperationException("Linux on " + ARCHITECTURES.stream().sorted().toList()
					+ " is needed, this is " + system + " on " + architecture);
		}
		try {
			return new NativePosix();
		}
		catch (LinkageError ex) {
			throw new UnsupportedOperationException("the native library can't be loaded: " + summary(ex), ex);
		}
	}

	/**
	 * Where jffi has found no library, its message is a whole stack trace.
	 */
	private static String summary(LinkageError failure) {
		String message = String.valueOf(failure.getMessage());
		return message.lines().findFirst().orElse(message).replaceFirst("^[\\w.]+(Error|Exception): ", "");
	}

}
