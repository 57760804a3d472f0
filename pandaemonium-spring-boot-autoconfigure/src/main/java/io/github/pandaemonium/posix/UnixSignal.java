package io.github.pandaemonium.posix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jnr.constants.platform.Signal;
import org.jspecify.annotations.Nullable;

/**
 * A named signal of this system, see {@code signal(7)}. Real-time signals are not among
 * them.
 *
 * @param name the name without {@code SIG}, for example {@code HUP}
 * @param number the number
 * @since 0.1.0
 */
public record UnixSignal(String name, int number) {

	/**
	 * Finds a signal.
	 * @param nameOrNumber {@code HUP}, {@code SIGHUP}, {@code hup} or {@code 1}
	 * @return the signal, or {@code null} where this system knows none of that name or
	 * number
	 */
	public static @Nullable UnixSignal find(String nameOrNumber) {
		return Known.BY_TEXT.get(nameOrNumber.strip().toUpperCase(Locale.ROOT));
	}

	/**
	 * Finds a signal.
	 * @param number the number
	 * @return the signal, or {@code null} where this system has no name for that number
	 */
	public static @Nullable UnixSignal find(int number) {
		return Known.BY_TEXT.get(Integer.toString(number));
	}

	/**
	 * Returns a signal.
	 * @param nameOrNumber {@code HUP}, {@code SIGHUP}, {@code hup} or {@code 1}
	 * @return the signal
	 * @throws IllegalArgumentException if this system knows none of that name or number
	 */
	public static UnixSignal of(String nameOrNumber) {
		UnixSignal signal = find(nameOrNumber);
		if (signal == null) {
			throw new IllegalArgumentException(
					"'" + nameOrNumber + "' is not a signal; possible are " + names(Known.VALUES));
		}
		return signal;
	}

	/**
	 * Returns the named signals of this system.
	 * @return the signals by their numbers
	 */
	public static List<UnixSignal> values() {
		return Known.VALUES;
	}

	private static String names(List<UnixSignal> signals) {
		return signals.stream().map(UnixSignal::name).collect(Collectors.joining(", "));
	}

	// By hand: a record's own methods cost 20 ms when they are first called

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof UnixSignal signal && this.number == signal.number && this.name.equals(signal.name);
	}

	@Override
	public int hashCode() {
		return this.number;
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * The table of this system, read when it is first asked for.
	 */
	private static final class Known {

		/** Second names of signals. */
		private static final Set<Signal> ALIASES = Set.of(Signal.SIGIOT, Signal.SIGCLD, Signal.SIGPOLL,
				Signal.SIGUNUSED);

		/** What the header file has besides the named signals. */
		private static final Set<Signal> OTHERS = Set.of(Signal.SIGRTMIN, Signal.SIGRTMAX, Signal.NSIG,
				Signal.__UNKNOWN_CONSTANT__);

		private static final List<UnixSignal> VALUES;

		private static final Map<String, UnixSignal> BY_TEXT;

		static {
			List<UnixSignal> values = new ArrayList<>();
			Map<String, UnixSignal> byText = new HashMap<>();
			for (Signal signal : Signal.values()) {
				if (signal.defined() && !ALIASES.contains(signal) && !OTHERS.contains(signal)) {
					UnixSignal value = new UnixSignal(shortName(signal), signal.intValue());
					values.add(value);
					byText.put(signal.name(), value);
					byText.put(value.name(), value);
					byText.put(Integer.toString(value.number()), value);
				}
			}
			for (Signal alias : ALIASES) {
				UnixSignal value = alias.defined() ? byText.get(Integer.toString(alias.intValue())) : null;
				if (value != null) {
					byText.put(alias.name(), value);
					byText.put(shortName(alias), value);
				}
			}
			values.sort((first, second) -> Integer.compare(first.number(), second.number()));
			VALUES = List.copyOf(values);
			BY_TEXT = Map.copyOf(byText);
		}

		private Known() {
		}

		private static String shortName(Signal signal) {
			return signal.name().substring("SIG".length());
		}

	}

}
