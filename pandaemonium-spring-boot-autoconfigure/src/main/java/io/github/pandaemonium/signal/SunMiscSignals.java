package io.github.pandaemonium.signal;

import io.github.pandaemonium.posix.UnixSignal;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The JVM's signals through {@code sun.misc.Signal} of the module jdk.unsupported, which
 * JEP 260 keeps until there is something else.
 */
final class SunMiscSignals implements JvmSignals {

	@Override
	public boolean knows(UnixSignal signal) {
		try {
			return new Signal(signal.name()).getNumber() == signal.number();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	@Override
	public void handle(UnixSignal signal, Runnable handler) {
		if (signal.name().equals("CHLD")) {
			initializeProcesses();
		}
		Signal.handle(new Signal(signal.name()), (received) -> handler.run());
	}

	@Override
	public void ignore(UnixSignal signal) {
		Signal.handle(new Signal(signal.name()), SignalHandler.SIG_IGN);
	}

	/**
	 * The class sets CHLD to its default when the JVM starts its first process, and would
	 * take our handler away.
	 */
	private static void initializeProcesses() {
		try {
			Class.forName("java.lang.ProcessImpl");
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalArgumentException("This JVM starts processes in its own way", ex);
		}
	}

}
