package io.github.pandaemonium.signal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.UnixSignal;

/**
 * The program that {@link SignalHandlersIT} sends signals to. Arguments: the scope and
 * entries like {@code HUP=reload}; it does what it reads and tells what happens.
 */
final class SignalTarget {

	/** Listeners take one permit a signal. */
	private final Semaphore permits = new Semaphore(0);

	private SignalTarget() {
	}

	public static void main(String[] arguments) throws Exception {
		new SignalTarget().run(arguments);
	}

	private void run(String[] arguments) throws Exception {
		Map<String, String> entries = new LinkedHashMap<>();
		for (int i = 1; i < arguments.length; i++) {
			entries.put(arguments[i].split("=")[0], arguments[i].split("=")[1]);
		}
		SignalDispatcher dispatcher = new SignalDispatcher(this::listen,
				(signal, failure) -> say("failed " + signal.name() + " " + failure), () -> {
					say("terminate");
					System.exit(0);
				});
		try {
			new SignalHandlers(SignalMap.of(entries), dispatcher, NativeAccess::posix, System::exit, new Talking(),
					ProcessSignals::current, System.getenv())
				.install(SignalScope.valueOf(arguments[0]));
		}
		catch (InvalidSignalException ex) {
			say(ex.getMessage());
			System.exit(3);
		}
		say("installed " + ProcessHandle.current().pid());
		obey(dispatcher);
	}

	private void obey(SignalDispatcher dispatcher) throws Exception {
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
		String command = commands.readLine();
		while (command != null) {
			switch (command) {
				case "open" -> dispatcher.open();
				case "release" -> this.permits.release(Integer.MAX_VALUE / 2);
				case "ignored" -> say(Long.toHexString(ProcessSignals.current().ignored()));
				case "child" -> child();
				case "burn" -> burn();
				default -> throw new IllegalArgumentException(command);
			}
			command = commands.readLine();
		}
		System.exit(4); // the test is gone
	}

	private void listen(ReceivedSignal signal) {
		say("told " + signal.name() + " " + signal.number() + " " + signal.action());
		this.permits.acquireUninterruptibly();
	}

	private static void child() throws IOException {
		Process process = new ProcessBuilder("grep", "SigIgn", "/proc/self/status").start();
		String line = new String(process.getInputStream().readAllBytes());
		say(line.substring(line.indexOf(':') + 1).strip());
	}

	private static void burn() {
		long end = System.nanoTime() + 1_500_000_000L;
		long sum = 0;
		while (System.nanoTime() < end) {
			for (int i = 0; i < 1_000_000; i++) {
				sum += Integer.toString(i).hashCode();
			}
		}
		say("burnt " + (sum != 0));
	}

	private static void say(String line) {
		synchronized (System.out) {
			System.out.println(line);
			System.out.flush();
		}
	}

	/** Tells of each signal after its handler has run. */
	private static final class Talking implements JvmSignals {

		private final JvmSignals delegate = new SunMiscSignals();

		@Override
		public boolean knows(UnixSignal signal) {
			return this.delegate.knows(signal);
		}

		@Override
		public void handle(UnixSignal signal, Runnable handler) {
			this.delegate.handle(signal, () -> {
				handler.run();
				say("took " + signal);
			});
		}

		@Override
		public void ignore(UnixSignal signal) {
			this.delegate.ignore(signal);
		}

	}

}
