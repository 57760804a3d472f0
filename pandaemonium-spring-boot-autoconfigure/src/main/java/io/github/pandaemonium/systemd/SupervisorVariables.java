package io.github.pandaemonium.systemd;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.posix.Posix;

/**
 * The variables by which a supervisor speaks to this process alone: a program that it
 * starts and that knows them too would speak in its name.
 *
 * @since 0.1.0
 */
public final class SupervisorVariables {

	private static final List<String> NAMES = List.of(NotifySocket.VARIABLE, "WATCHDOG_USEC", "WATCHDOG_PID",
			"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES");

	private SupervisorVariables() {
	}

	/**
	 * Whether there is one.
	 * @return whether there is
	 */
	public static boolean arePresent() {
		Map<String, String> environment = System.getenv();
		return NAMES.stream().anyMatch(environment::containsKey);
	}

	/**
	 * Takes them from the environment that programs inherit, and, where the package
	 * {@code java.lang} is open to this code, also from the JVM's copy, which they get
	 * where {@link ProcessBuilder#environment()} was asked for.
	 * @param posix the system calls
	 */
	public static void remove(Posix posix) {
		NAMES.forEach(posix::unsetenv);
		try {
			Field field = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theEnvironment");
			field.setAccessible(true);
			Map<?, ?> variables = (Map<?, ?>) field.get(null);
			if (variables != null) {
				// the names are of a class that only the JDK can make
				variables.keySet().removeIf((name) -> NAMES.contains(name.toString()));
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			// not open: README says so
		}
	}

}
