package io.github.pandaemonium.daemon;

import io.github.pandaemonium.posix.UnixSignal;
import org.jspecify.annotations.Nullable;

/**
 * Signals as an operator reads them.
 */
final class SignalNames {

	private SignalNames() {
	}

	static @Nullable UnixSignal find(int number) {
		return UnixSignal.find(Integer.toString(number));
	}

	static String of(int number) {
		@Nullable UnixSignal signal = UnixSignal.find(Integer.toString(number));
		return (signal != null) ? number + " (" + signal.name() + ")" : Integer.toString(number);
	}

}
