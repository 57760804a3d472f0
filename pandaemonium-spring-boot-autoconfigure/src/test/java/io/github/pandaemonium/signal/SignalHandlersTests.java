package io.github.pandaemonium.signal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.UnixSignal;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SignalHandlers}, against a process that behaves as HotSpot does.
 */
class SignalHandlersTests {

	private final FakeProcess process = new FakeProcess();

	private final List<Integer> exits = new ArrayList<>();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final SignalDispatcher dispatcher = new SignalDispatcher(
			(signal) -> this.told.add(signal.name() + " " + signal.number() + " " + signal.action()),
			(signal, failure) -> {
			}, () -> {
			});

	@AfterEach
	void close() {
		this.dispatcher.close();
	}

	@Test
	void mappedSignalsGetHandlersAndNothingElseIsTouched() {
		install(SignalScope.DAEMON, Map.of("WINCH", "resize", "USR1", "default"));
		assertThat(this.process.calls).containsExactly("handle HUP", "handle TERM", "ignore TSTP", "ignore TTIN",
				"ignore TTOU", "handle WINCH");
	}

	@Test
	void ignoredOnesAreCaughtByCBeforeTheJvmGetsThem() {
		this.process.ignore(1, 10, 15);
		install(SignalScope.DAEMON, Map.of());
		assertThat(this.process.calls).containsExactly("signal 1 HARMLESS", "handle HUP", "handle USR1",
				"signal 15 HARMLESS", "handle TERM", "ignore TSTP", "ignore TTIN", "ignore TTOU");
	}

	@Test
	void ignoredAndUnmappedOnesAreResetExceptThoseOfTheThreadLibrary() {
		this.process.ignore(2, 3, 9, 12, 28, 32, 33, 34, 64);
		this.process.caught.put(3, () -> {
		});
		install(SignalScope.DAEMON, Map.of("USR2", "default", "HUP", "default", "USR1", "default"));
		assertThat(this.process.calls).containsExactly("signal 2 HARMLESS", "handle INT", "signal 3 DEFAULT",
				"signal 12 DEFAULT", "handle TERM", "ignore TSTP", "ignore TTIN", "ignore TTOU", "signal 28 DEFAULT",
				"signal 34 DEFAULT", "signal 64 DEFAULT");
		this.process.caught.get(2).run();
		assertThat(this.exits).containsExactly(130);
	}

	@Test
	void jvmThatDoesNotUseSignalsGetsTheSystemsDefaultsBack() {
		this.process.caught.clear();
		this.process.ignore(1, 2, 3);
		install(SignalScope.DAEMON, Map.of("TERM", "default", "HUP", "default", "USR1", "default"));
		assertThat(this.process.calls).startsWith("signal 1 DEFAULT", "signal 2 DEFAULT", "signal 3 DEFAULT");
	}

	@Test
	void inTheForegroundJobControlAndWhatIsNotMappedAreLeftAlone() {
		this.process.ignore(1, 2, 28, 40);
		install(SignalScope.FOREGROUND, Map.of());
		assertThat(this.process.calls).containsExactly("signal 1 HARMLESS", "handle HUP", "handle USR1", "handle TERM");
	}

	@Test
	void inATerminalItsOwnSignalsAreLeftAlone() {
		this.process.ignore(1);
		install(SignalScope.TERMINAL, Map.of("INT", "stop", "HUP", "reload"));
		assertThat(this.process.calls).containsExactly("handle USR1", "handle TERM");
	}

	@Test
	void handlersTellTheDispatcher() {
		install(SignalScope.DAEMON, Map.of());
		this.process.caught.get(1).run();
		this.process.caught.get(10).run();
		this.dispatcher.open();
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.told).containsExactly("HUP 1 reload", "USR1 10 reopen-logs"));
	}

	@Test
	void posixIsNotAskedForWhereNothingIsIgnored() {
		SignalHandlers handlers = new SignalHandlers(SignalMap.defaults(), this.dispatcher, () -> {
			throw new UnsupportedOperationException();
		}, this.exits::add, this.process, this.process::state, Map.of());
		handlers.install(SignalScope.DAEMON);
		assertThat(this.process.calls).isNotEmpty();
	}

	@Test
	void resultThatIsNotAsMappedIsAnError() {
		this.process.deaf = true;
		assertThatExceptionOfType(InvalidSignalException.class).isThrownBy(() -> install(SignalScope.DAEMON, Map.of()))
			.withMessage("Unable to map signal 'HUP': it should be CAUGHT in this process but is DEFAULT");
	}

	@Test
	void signalThatTheJvmRefusesIsAnError() {
		this.process.refused = "WINCH";
		assertThatExceptionOfType(InvalidSignalException.class)
			.isThrownBy(() -> install(SignalScope.DAEMON, Map.of("WINCH", "resize")))
			.withMessage("Unable to map signal 'WINCH': the JVM keeps it for itself")
			.withCauseInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void usr2IsRefusedBeforeAnythingIsInstalled() {
		assertThatExceptionOfType(InvalidSignalException.class)
			.isThrownBy(() -> install(SignalScope.DAEMON, Map.of("USR2", "reload")));
		assertThat(this.process.calls).isEmpty();
	}

	private void install(SignalScope scope, Map<String, String> entries) {
		new SignalHandlers(SignalMap.of(entries), this.dispatcher, this.process::posix, this.exits::add, this.process,
				this.process::state, Map.of())
			.install(scope);
	}

	/**
	 * A process whose JVM installs nothing over an ignored HUP, INT or TERM.
	 */
	private static final class FakeProcess implements JvmSignals {

		private final List<String> calls = new ArrayList<>();

		private final Map<Integer, Runnable> caught = new TreeMap<>(Map.of(3, () -> {
		}));

		private final Map<Integer, Boolean> ignored = new HashMap<>();

		private boolean deaf;

		private String refused = "";

		void ignore(int... signals) {
			for (int signal : signals) {
				this.ignored.put(signal, true);
				this.caught.remove(signal);
			}
		}

		ProcessSignals state() {
			return new ProcessSignals(true, mask(this.ignored.keySet()), mask(this.caught.keySet()));
		}

		Posix posix() {
			return (Posix) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Posix.class },
					(proxy, method, arguments) -> {
						assertThat(method.getName()).isEqualTo("signal");
						signal((int) arguments[0], (Posix.Disposition) arguments[1]);
						return null;
					});
		}

		private void signal(int number, Posix.Disposition disposition) {
			this.calls.add("signal " + number + " " + disposition);
			this.ignored.remove(number);
			this.caught.remove(number);
			if (disposition == Posix.Disposition.HARMLESS) {
				this.caught.put(number, () -> {
				});
			}
		}

		@Override
		public boolean knows(UnixSignal signal) {
			return true;
		}

		@Override
		public void handle(UnixSignal signal, Runnable handler) {
			if (signal.name().equals(this.refused)) {
				throw new IllegalArgumentException("Signal already used by VM or OS: " + signal);
			}
			this.calls.add("handle " + signal);
			boolean shutdown = List.of("HUP", "INT", "TERM").contains(signal.name());
			if (!this.deaf && !(shutdown && this.ignored.containsKey(signal.number()))) {
				this.ignored.remove(signal.number());
				this.caught.put(signal.number(), handler);
			}
		}

		@Override
		public void ignore(UnixSignal signal) {
			this.calls.add("ignore " + signal);
			ignore(signal.number());
		}

		private static long mask(Iterable<Integer> signals) {
			long mask = 0;
			for (int signal : signals) {
				mask |= 1L << (signal - 1);
			}
			return mask;
		}

	}

}
