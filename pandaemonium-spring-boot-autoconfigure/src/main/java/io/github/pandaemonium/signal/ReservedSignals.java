package io.github.pandaemonium.signal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.pandaemonium.posix.UnixSignal;
import org.jspecify.annotations.Nullable;

/**
 * The signals that can't be mapped, each with the reason.
 */
final class ReservedSignals {

	/** The variable that moves HotSpot's suspend signal, and where we move it to. */
	static final Map<String, String> MOVED_SUSPEND_SIGNAL = Map.of("_JAVA_SR_SIGNUM", "40");

	private static final String REAL_TIME = "(?i)(SIG)?RT(MIN|MAX).*|3[2-9]|[45][0-9]|6[0-4]";

	private static final Set<String> FAULTS = Set.of("ILL", "TRAP", "BUS", "FPE", "SEGV");

	private static final Set<String> SHUTDOWN = Set.of("HUP", "INT", "TERM");

	private static final int SUSPEND_SIGNAL = 12; // USR2, HotSpot's signals_posix.cpp

	private static final int HIGHEST_FAULT = 11; // _JAVA_SR_SIGNUM must be above SEGV

	private static final int HIGHEST = 64;

	private ReservedSignals() {
	}

	/**
	 * Finds the signal that a text means.
	 * @param text the name or number
	 * @param action what is to be done on it
	 * @param jvm the JVM
	 * @return the signal
	 * @throws InvalidSignalException if there is none, or it can't be mapped
	 */
	static UnixSignal resolve(String text, SignalAction action, JvmSignals jvm) {
		UnixSignal signal = UnixSignal.find(text);
		if (signal == null) {
			String problem = text.strip().matches(REAL_TIME) ? "it is a real-time signal, which the JVM can't take"
					: "there is no such signal";
			throw new InvalidSignalException(text, problem + "; possible are " + possible(jvm));
		}
		String reason = reason(signal, jvm);
		if (reason == null && signal.name().equals("CHLD") && action.kind() == SignalAction.Kind.IGNORE) {
			reason = "a process that ignores it never learns how its children ended; without an entry it does no harm";
		}
		if (reason != null) {
			throw new InvalidSignalException(text, reason);
		}
		return signal;
	}

	/**
	 * Checks that a JVM that was told not to use signals can do what a map says.
	 * @param installed signal to action
	 * @throws InvalidSignalException if it can't
	 */
	static void checkReduced(Map<UnixSignal, SignalAction> installed) {
		List<String> impossible = installed.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isDelivered() || SHUTDOWN.contains(entry.getKey().name()))
			.map((entry) -> entry.getKey().name())
			.toList();
		if (!impossible.isEmpty()) {
			throw new InvalidSignalException(impossible.get(0),
					"the JVM option -Xrs turns the handling of signals off; remove the option, or map "
							+ String.join(", ", impossible) + " to 'default'");
		}
	}

	/**
	 * Checks that a map does not take the signal that the JVM suspends its threads with.
	 * @param installed the signals
	 * @param environment the environment that the JVM was or will be started with
	 * @throws InvalidSignalException if it does
	 */
	static void checkSuspend(Set<UnixSignal> installed, Map<String, String> environment) {
		int suspend = suspendSignal(environment);
		for (UnixSignal signal : installed) {
			if (signal.number() == suspend) {
				throw new InvalidSignalException(signal.name(),
						"the JVM suspends its threads with it unless it was started with "
								+ MOVED_SUSPEND_SIGNAL.entrySet().iterator().next()
								+ " in its environment, as a detached daemon is");
			}
		}
	}

	private static @Nullable String reason(UnixSignal signal, JvmSignals jvm) {
		return switch (signal.name()) {
			case "KILL", "STOP" -> "no process can catch or ignore it";
			case "QUIT" -> "the JVM writes its thread dump on it";
			default -> FAULTS.contains(signal.name()) ? "the JVM uses it for faults of its own code"
					: jvm.knows(signal) ? null : "the JVM does not know it; possible are " + possible(jvm);
		};
	}

	private static String possible(JvmSignals jvm) {
		List<UnixSignal> signals = UnixSignal.values();
		Set<String> never = Set.of("KILL", "STOP", "QUIT");
		return signals.stream()
			.filter((signal) -> !never.contains(signal.name()) && !FAULTS.contains(signal.name()) && jvm.knows(signal))
			.map(UnixSignal::name)
			.collect(Collectors.joining(", "));
	}

	private static int suspendSignal(Map<String, String> environment) {
		String moved = environment.get("_JAVA_SR_SIGNUM");
		if (moved == null || !moved.matches("[0-9]{1,2}")) {
			return SUSPEND_SIGNAL;
		}
		int number = Integer.parseInt(moved);
		return (number > HIGHEST_FAULT && number <= HIGHEST) ? number : SUSPEND_SIGNAL;
	}

}
