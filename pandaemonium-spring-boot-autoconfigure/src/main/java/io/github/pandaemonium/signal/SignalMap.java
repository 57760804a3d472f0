package io.github.pandaemonium.signal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.pandaemonium.posix.UnixSignal;

/**
 * Which signal means what. Entries add to the defaults: {@code TERM: terminate},
 * {@code HUP: reload}, {@code USR1: reopen-logs}, and {@code TSTP}, {@code TTIN},
 * {@code TTOU}: {@code ignore}.
 *
 * @since 0.1.0
 */
public final class SignalMap {

	/** What the system ignores by default can't harm a process before it has handlers. */
	private static final Set<String> HARMLESS = Set.of("CHLD", "CONT", "URG", "WINCH");

	private static final Set<String> END = Set.of("TERM", "INT");

	private final Map<UnixSignal, SignalAction> actions;

	private SignalMap(Map<UnixSignal, SignalAction> actions) {
		this.actions = Collections.unmodifiableMap(actions);
	}

	/**
	 * Returns the defaults.
	 * @return the map
	 */
	public static SignalMap defaults() {
		return builder().build();
	}

	/**
	 * Reads a map as it is written in a configuration.
	 * @param entries name or number of a signal to action, see
	 * {@link SignalAction#of(String)}
	 * @return the map, with the defaults
	 * @throws InvalidSignalException if a signal is unknown, reserved, or there twice, or
	 * an action is invalid
	 */
	public static SignalMap of(Map<String, String> entries) {
		Builder builder = builder();
		entries.forEach(builder::on);
		return builder.build();
	}

	/**
	 * Starts a map in code.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder(new SunMiscSignals());
	}

	/**
	 * Returns the whole map.
	 * @return signal to action, unmodifiable, the defaults first
	 */
	public Map<UnixSignal, SignalAction> actions() {
		return this.actions;
	}

	/**
	 * Returns what happens on a signal.
	 * @param signal the signal
	 * @return the action, {@link SignalAction.Kind#DEFAULT} where the map has none
	 */
	public SignalAction action(UnixSignal signal) {
		SignalAction action = this.actions.get(signal);
		return (action != null) ? action : Builder.DEFAULT;
	}

	/**
	 * Returns the variables that a JVM with this map needs in its environment from its
	 * birth: HotSpot suspends its own threads with USR2 unless {@code _JAVA_SR_SIGNUM}
	 * names another signal.
	 * @return name to value
	 */
	public Map<String, String> environment() {
		boolean moved = this.actions.entrySet()
			.stream()
			.anyMatch((entry) -> entry.getKey().name().equals("USR2")
					&& entry.getValue().kind() != SignalAction.Kind.DEFAULT);
		return moved ? ReservedSignals.MOVED_SUSPEND_SIGNAL : Map.of();
	}

	/**
	 * Returns the signals that whoever starts the daemon should ignore meanwhile, so that
	 * one that comes before the handlers does no harm. TERM and INT are not among them: a
	 * start can be ended.
	 * @return the signals
	 */
	public Set<UnixSignal> ignoredAtBirth() {
		return this.actions.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().kind() != SignalAction.Kind.DEFAULT)
			.map(Map.Entry::getKey)
			.filter((signal) -> !END.contains(signal.name()) && !HARMLESS.contains(signal.name()))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Checks that a JVM which is started like this one can do what this map says: not
	 * with {@code -Xrs}, and not with the signal that HotSpot suspends its threads with.
	 * @param scope how much of the map is installed
	 * @param environment the environment that the JVM was or will be started with
	 * @throws InvalidSignalException if it can't
	 */
	public void requireUsable(SignalScope scope, Map<String, String> environment) {
		requireUsable(scope, environment, ProcessSignals.current());
	}

	void requireUsable(SignalScope scope, Map<String, String> environment, ProcessSignals process) {
		Map<UnixSignal, SignalAction> installed = new LinkedHashMap<>(this.actions);
		installed.entrySet()
			.removeIf((entry) -> scope.leaves(entry.getKey()) || entry.getValue().kind() == SignalAction.Kind.DEFAULT);
		if (process.isReduced()) {
			ReservedSignals.checkReduced(installed);
		}
		ReservedSignals.checkSuspend(installed.keySet(), environment);
	}

	@Override
	public String toString() {
		return this.actions.toString();
	}

	/**
	 * Builds a map on top of the defaults.
	 */
	public static final class Builder {

		static final SignalAction DEFAULT = SignalAction.of("default");

		private final JvmSignals jvm;

		private final Map<UnixSignal, String> texts = new LinkedHashMap<>();

		private final Map<UnixSignal, SignalAction> actions = new LinkedHashMap<>();

		Builder(JvmSignals jvm) {
			this.jvm = jvm;
			addDefault("TERM", "terminate");
			addDefault("HUP", "reload");
			addDefault("USR1", "reopen-logs");
			addDefault("TSTP", "ignore");
			addDefault("TTIN", "ignore");
			addDefault("TTOU", "ignore");
		}

		/**
		 * Maps a signal.
		 * @param signal the name or number
		 * @param action the action, see {@link SignalAction#of(String)}
		 * @return this builder
		 * @throws InvalidSignalException if the signal is unknown, reserved, or already
		 * mapped, or the action is invalid
		 */
		public Builder on(String signal, String action) {
			SignalAction value;
			try {
				value = SignalAction.of(action);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidSignalException(signal, String.valueOf(ex.getMessage()), ex);
			}
			return on(signal, value);
		}

		/**
		 * Maps a signal to code.
		 * @param signal the name or number
		 * @param listener what is called
		 * @return this builder
		 * @throws InvalidSignalException if the signal is unknown, reserved, or already
		 * mapped
		 */
		public Builder on(String signal, SignalListener listener) {
			return on(signal, SignalAction.of(listener));
		}

		private Builder on(String text, SignalAction action) {
			UnixSignal signal = ReservedSignals.resolve(text, action, this.jvm);
			String other = this.texts.putIfAbsent(signal, text);
			if (other != null) {
				throw new InvalidSignalException(text, "it is the same signal as '" + other + "'");
			}
			this.actions.put(signal, action);
			return this;
		}

		/**
		 * Returns the map.
		 * @return the map
		 */
		public SignalMap build() {
			return new SignalMap(new LinkedHashMap<>(this.actions));
		}

		private void addDefault(String name, String action) {
			UnixSignal signal = UnixSignal.find(name);
			if (signal != null && this.jvm.knows(signal)) {
				this.actions.put(signal, SignalAction.of(action));
			}
		}

	}

}
