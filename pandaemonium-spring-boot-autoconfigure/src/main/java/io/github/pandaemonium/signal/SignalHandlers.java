package io.github.pandaemonium.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.UnixSignal;
import org.jspecify.annotations.Nullable;

/**
 * Installs a signal map in this process. What is ignored on arrival, because the caller
 * did so ({@code nohup}, a shell's {@code &}) or because the daemon was started that way,
 * is set to its handler, or to the default where the map has nothing: child processes
 * would inherit it, and HotSpot installs no handler over an ignored HUP, INT or TERM and
 * does not say so.
 *
 * @since 0.1.0
 */
public final class SignalHandlers {

	private static final int HIGHEST = 64;

	private final SignalMap map;

	private final SignalDispatcher dispatcher;

	private final Supplier<Posix> posix;

	private final IntConsumer exit;

	private final JvmSignals jvm;

	private final Supplier<ProcessSignals> process;

	private final Map<String, String> environment;

	/**
	 * Creates the handlers, without installing them.
	 * @param map the map
	 * @param dispatcher what gets the signals
	 * @param posix the system calls, asked for only where something is ignored
	 * @param exit what ends the process with a status of 128 and the number of the
	 * signal: an ignored HUP, INT or TERM that is not mapped gets the JVM's own meaning
	 * back
	 */
	public SignalHandlers(SignalMap map, SignalDispatcher dispatcher, Supplier<Posix> posix, IntConsumer exit) {
		this(map, dispatcher, posix, exit, new SunMiscSignals(), ProcessSignals::current, System.getenv());
	}

	SignalHandlers(SignalMap map, SignalDispatcher dispatcher, Supplier<Posix> posix, IntConsumer exit, JvmSignals jvm,
			Supplier<ProcessSignals> process, Map<String, String> environment) {
		this.map = map;
		this.dispatcher = dispatcher;
		this.posix = posix;
		this.exit = exit;
		this.jvm = jvm;
		this.process = process;
		this.environment = environment;
	}

	/**
	 * Installs the map and verifies the result.
	 * @param scope how much of it
	 * @throws InvalidSignalException if a signal can't be mapped, or is not as mapped
	 * afterwards
	 */
	public void install(SignalScope scope) {
		ProcessSignals before = this.process.get();
		this.map.requireUsable(scope, this.environment, before);
		List<Expected> expected = new ArrayList<>();
		for (int number = 1; number <= HIGHEST; number++) {
			UnixSignal signal = UnixSignal.find(number);
			if (signal != null && !isUncatchable(signal) && !scope.leaves(signal)) {
				expected.add(new Expected(signal, install(signal, scope, before)));
			}
			else if (signal == null && scope == SignalScope.DAEMON && before.ignores(number) && !isOfThreads(number)) {
				this.posix.get().signal(number, Posix.Disposition.DEFAULT);
			}
		}
		ProcessSignals after = this.process.get();
		if (after.known()) {
			expected.forEach((each) -> each.verify(after));
		}
	}

	private @Nullable Disposition install(UnixSignal signal, SignalScope scope, ProcessSignals before) {
		SignalAction action = this.map.action(signal);
		boolean ignored = before.ignores(signal.number());
		if (action.kind() == SignalAction.Kind.IGNORE) {
			call(signal, () -> this.jvm.ignore(signal));
			return Disposition.IGNORED;
		}
		if (action.isDelivered()) {
			ReceivedSignal received = new ReceivedSignal(signal.name(), signal.number(), action);
			return handle(signal, ignored, () -> this.dispatcher.receive(received));
		}
		if (!ignored || scope != SignalScope.DAEMON) {
			return null;
		}
		if (isShutdown(signal) && !before.isReduced()) {
			return handle(signal, true, () -> this.exit.accept(128 + signal.number()));
		}
		this.posix.get().signal(signal.number(), Posix.Disposition.DEFAULT);
		return Disposition.DEFAULT;
	}

	private Disposition handle(UnixSignal signal, boolean ignored, Runnable handler) {
		if (ignored && isShutdown(signal)) {
			this.posix.get().signal(signal.number(), Posix.Disposition.HARMLESS);
		}
		call(signal, () -> this.jvm.handle(signal, handler));
		return Disposition.CAUGHT;
	}

	private static void call(UnixSignal signal, Runnable call) {
		try {
			call.run();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSignalException(signal.name(), "the JVM keeps it for itself", ex);
		}
	}

	/** The three that the JVM shuts down on. */
	private static boolean isShutdown(UnixSignal signal) {
		return switch (signal.name()) {
			case "HUP", "INT", "TERM" -> true;
			default -> false;
		};
	}

	private static boolean isUncatchable(UnixSignal signal) {
		return signal.name().equals("KILL") || signal.name().equals("STOP");
	}

	/** The C library keeps these for its threads, see {@code nptl(7)}. */
	private static boolean isOfThreads(int number) {
		return number == 32 || number == 33;
	}

	private enum Disposition {

		DEFAULT, IGNORED, CAUGHT;

		static Disposition of(ProcessSignals process, int number) {
			return process.catches(number) ? CAUGHT : process.ignores(number) ? IGNORED : DEFAULT;
		}

	}

	/** What a signal must be afterwards; nothing where it was left alone. */
	private record Expected(UnixSignal signal, @Nullable Disposition disposition) {

		void verify(ProcessSignals process) {
			Disposition found = Disposition.of(process, this.signal.number());
			if (this.disposition != null && found != this.disposition) {
				throw new InvalidSignalException(this.signal.name(),
						"it should be " + this.disposition + " in this process but is " + found);
			}
		}

	}

}
