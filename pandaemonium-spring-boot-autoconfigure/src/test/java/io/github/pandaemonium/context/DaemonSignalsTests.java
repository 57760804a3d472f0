package io.github.pandaemonium.context;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.pandaemonium.context.logging.LogFiles;
import io.github.pandaemonium.context.reload.DaemonReloadEvent;
import io.github.pandaemonium.posix.UnixSignal;
import io.github.pandaemonium.signal.ReceivedSignal;
import io.github.pandaemonium.signal.SignalMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DaemonSignals}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DaemonSignalsTests {

	private final SignalMap map = SignalMap.of(Map.of("USR1", "target.flush", "USR2", "thread-dump", "WINCH", "resize",
			"ALRM", "target.fail", "PWR", "reopen-logs"));

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final DaemonLifecycle lifecycle = DaemonLifecycle.none();

	private final DaemonSignals signals = new DaemonSignals(this.lifecycle, this.map,
			new LogFiles(() -> this.told.add("streams"), new FilteredClassLoader("ch.qos", "org.apache.logging")));

	private final GenericApplicationContext context = new GenericApplicationContext();

	@AfterEach
	void close() {
		this.signals.dispatcher().close();
		this.context.close();
	}

	@Test
	void signalsBecomeEventsInTheirOrderOnceTheApplicationIsReady() {
		start((event) -> this.told.add(event.getSignal() + " " + event.getNumber() + " " + event.getAction()));
		receive("HUP");
		receive("WINCH");
		assertThat(this.told).isEmpty();
		this.signals.dispatcher().open();
		await(2);
		assertThat(this.told).containsExactly("HUP 1 reload", "WINCH 28 resize");
	}

	@Test
	void reloadEndsBeforeTheNextSignal() {
		this.lifecycle.daemonReload().join(this.context);
		this.context.addApplicationListener(new ApplicationListener<DaemonReloadEvent>() {

			@Override
			public void onApplicationEvent(DaemonReloadEvent event) {
				DaemonSignalsTests.this.told.add("reloaded");
			}

		});
		start((event) -> this.told.add(event.getSignal()));
		receive("HUP");
		receive("WINCH");
		this.signals.dispatcher().open();
		await(3);
		assertThat(this.told).containsExactly("HUP", "reloaded", "WINCH");
	}

	@Test
	void methodOfABeanIsCalledAfterTheListeners() {
		start((event) -> this.told.add("event"));
		this.signals.dispatcher().open();
		receive("USR1");
		await(2);
		assertThat(this.told).containsExactly("event", "flush");
	}

	@Test
	void listenerThatFailsKeepsNeitherTheActionNorTheNextSignal(CapturedOutput output) {
		start((event) -> {
			throw new IllegalStateException("listener of " + event.getSignal());
		});
		this.signals.dispatcher().open();
		receive("USR1");
		await(1);
		receive("ALRM");
		receive("USR1");
		await(2);
		assertThat(this.told).containsExactly("flush", "flush");
		assertThat(output).contains("What USR1 is mapped to failed").contains("listener of USR1");
	}

	@Test
	void logsAreOpenedAgainBeforeTheListenersAreTold() {
		start((event) -> this.told.add(event.getAction()));
		this.signals.dispatcher().open();
		receive("PWR");
		await(2);
		assertThat(this.told).containsExactly("streams", "reopen-logs");
	}

	@Test
	void logsAreOpenedAgainWhileTheApplicationEnds() {
		start((event) -> {
		});
		this.context.close();
		this.signals.dispatcher().open();
		receive("PWR");
		await(1);
		assertThat(this.told).containsExactly("streams");
	}

	@Test
	void threadDumpIsWritten(CapturedOutput output) {
		start((event) -> {
		});
		this.signals.dispatcher().open();
		receive("USR2");
		Awaitility.await().until(() -> output.getErr().contains("Full thread dump"));
		assertThat(output.getErr()).contains("\"main\"").contains("pandaemonium-signals");
	}

	@Test
	void nothingIsDeliveredToAContextThatIsClosed() {
		start((event) -> this.told.add("event"));
		this.context.close();
		this.signals.dispatcher().open();
		receive("HUP");
		receive("USR1");
		Awaitility.await().during(Duration.ofMillis(200)).until(this.told::isEmpty);
	}

	@Test
	void methodThatIsNotThereStopsTheStart() {
		this.context.registerBean("other", Object.class);
		this.signals.join(this.context);
		assertThatExceptionOfType(InvalidSignalMethodException.class).isThrownBy(this.context::refresh)
			.withMessageContaining("there is no bean named 'target'");
	}

	private void start(ApplicationListener<DaemonSignalEvent> listener) {
		this.context.addApplicationListener(new ApplicationListener<DaemonSignalEvent>() {

			@Override
			public void onApplicationEvent(DaemonSignalEvent event) {
				listener.onApplicationEvent(event);
			}

		});
		this.context.registerBean("target", Target.class, () -> new Target(this.told));
		this.signals.join(this.context);
		this.context.refresh();
	}

	private void receive(String name) {
		UnixSignal signal = UnixSignal.of(name);
		this.signals.dispatcher().receive(new ReceivedSignal(signal.name(), signal.number(), this.map.action(signal)));
	}

	private void await(int count) {
		Awaitility.await().until(() -> this.told.size() >= count);
	}

	/**
	 * What signals are mapped to.
	 */
	static class Target {

		private final List<String> told;

		Target(List<String> told) {
			this.told = told;
		}

		public void flush() {
			this.told.add("flush");
		}

		public void fail() {
			throw new IllegalStateException("no");
		}

	}

}
