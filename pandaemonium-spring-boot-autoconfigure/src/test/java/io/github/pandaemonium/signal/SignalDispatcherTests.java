package io.github.pandaemonium.signal;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SignalDispatcher}.
 */
@Timeout(30)
class SignalDispatcherTests {

	private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

	private final BlockingQueue<Thread> terminations = new LinkedBlockingQueue<>();

	private final CountDownLatch release = new CountDownLatch(1);

	private final SignalDispatcher dispatcher = new SignalDispatcher(this::listen,
			(signal, failure) -> this.failures.add(signal.name() + " " + failure.getMessage()),
			() -> this.terminations.add(Thread.currentThread()));

	private @Nullable String failing;

	private @Nullable String slow;

	@AfterEach
	void close() {
		this.release.countDown();
		this.dispatcher.close();
	}

	@Test
	void signalsWaitUntilOpenAndAreDeliveredOnceInTheOrderOfTheirLastArrival() throws Exception {
		for (String name : List.of("A", "B", "C", "A", "B", "A")) {
			send(name);
		}
		assertThat(this.told).isEmpty();
		this.dispatcher.open();
		assertThat(take(3)).containsExactly("C", "B", "A");
		send("D");
		assertThat(take(1)).containsExactly("D");
	}

	@Test
	void threadsThatOvertakeEachOtherDoNotChangeTheOrder() throws Exception {
		this.dispatcher.receive(signal("B", "event"), 102);
		this.dispatcher.receive(signal("A", "event"), 103);
		this.dispatcher.receive(signal("A", "event"), 100);
		this.dispatcher.receive(signal("C", "event"), 101);
		this.dispatcher.open();
		assertThat(take(3)).containsExactly("C", "B", "A");
	}

	@Test
	void listenersAreCalledOnOneNamedDaemonThread() throws Exception {
		BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
		try (SignalDispatcher dispatcher = new SignalDispatcher((signal) -> threads.add(Thread.currentThread()),
				(signal, failure) -> {
				}, () -> {
				})) {
			dispatcher.open();
			dispatcher.open();
			dispatcher.receive(signal("A", "event"));
			Thread thread = threads.take();
			dispatcher.receive(signal("B", "event"));
			assertThat(threads.take()).isSameAs(thread);
			assertThat(thread.getName()).isEqualTo("pandaemonium-signals");
			assertThat(thread.isDaemon()).isTrue();
			assertThat(thread.getContextClassLoader()).isSameAs(Thread.currentThread().getContextClassLoader());
		}
	}

	@Test
	void slowListenerLosesNothing() throws Exception {
		this.slow = "A";
		this.dispatcher.open();
		send("A");
		assertThat(take(1)).containsExactly("A");
		for (int i = 0; i < 1000; i++) {
			send("ABC".substring(i % 3, i % 3 + 1));
		}
		this.slow = null;
		this.release.countDown();
		assertThat(take(3)).containsExactly("B", "C", "A");
	}

	@Test
	void failingListenerLosesNothingAndIsReported() throws Exception {
		this.failing = "A";
		send("A");
		send("B");
		this.dispatcher.open();
		assertThat(take(2)).containsExactly("A", "B");
		assertThat(this.failures.take()).isEqualTo("A no luck");
	}

	@Test
	void listenerThatInterruptsItsThreadLosesNothing() throws Exception {
		SignalListener interrupting = (signal) -> Thread.currentThread().interrupt();
		this.dispatcher.open();
		this.dispatcher.receive(new ReceivedSignal("A", 1, SignalAction.of(interrupting)));
		assertThat(take(1)).containsExactly("A");
		send("B");
		assertThat(take(1)).containsExactly("B");
	}

	@Test
	void listenerOfTheActionIsCalledFirst() throws Exception {
		SignalListener own = (signal) -> {
			this.told.add("own " + signal.name());
			throw new java.io.IOException("no file");
		};
		this.dispatcher.receive(new ReceivedSignal("HUP", 1, SignalAction.of(own)));
		this.dispatcher.open();
		assertThat(take(2)).containsExactly("own HUP", "HUP");
		assertThat(this.failures.take()).isEqualTo("HUP no file");
	}

	@Test
	void ignoreAndDefaultReachNobody() throws Exception {
		this.dispatcher.receive(signal("A", "ignore"));
		this.dispatcher.receive(signal("B", "default"));
		send("C");
		this.dispatcher.open();
		assertThat(take(1)).containsExactly("C");
	}

	@Test
	void terminateWaitsNeitherForOpenNorForASlowListenerAndHappensOnce() throws Exception {
		this.dispatcher.receive(signal("TERM", "terminate"));
		Thread thread = this.terminations.take();
		assertThat(thread.getName()).isEqualTo("pandaemonium-terminate");
		this.dispatcher.receive(signal("TERM", "terminate"));
		this.dispatcher.receive(signal("INT", "terminate"));
		thread.join();
		assertThat(this.terminations).isEmpty();
		this.dispatcher.open();
		assertThat(take(2)).containsExactly("TERM", "INT");
	}

	@Test
	void terminateWorksAfterClose() throws Exception {
		this.dispatcher.close();
		this.dispatcher.close();
		this.dispatcher.open();
		this.dispatcher.receive(signal("A", "event"));
		this.dispatcher.receive(signal("TERM", "terminate"));
		this.terminations.take().join();
		assertThat(this.told).isEmpty();
	}

	@Test
	void terminatorThatThrowsIsReportedAndTriedAgain() {
		AtomicInteger calls = new AtomicInteger();
		SignalDispatcher failing = new SignalDispatcher(this::listen,
				(signal, failure) -> this.failures.add(signal.name() + " " + failure.getMessage()), () -> {
					calls.incrementAndGet();
					throw new IllegalStateException("not now");
				});
		failing.receive(signal("TERM", "terminate"));
		Awaitility.await().untilAsserted(() -> assertThat(this.failures).containsExactly("TERM not now"));
		failing.receive(signal("TERM", "terminate"));
		Awaitility.await().untilAsserted(() -> assertThat(this.failures).hasSize(2));
		assertThat(calls).hasValue(2);
	}

	@Test
	void closeEndsTheThread() throws Exception {
		this.dispatcher.open();
		send("A");
		take(1);
		this.dispatcher.close();
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("pandaemonium-signals")));
	}

	private void listen(ReceivedSignal signal) {
		this.told.add(signal.name());
		if (signal.name().equals(this.slow)) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		if (signal.name().equals(this.failing)) {
			throw new IllegalStateException("no luck");
		}
	}

	private void send(String name) {
		this.dispatcher.receive(signal(name, "event"));
	}

	private List<String> take(int count) throws InterruptedException {
		List<String> taken = new java.util.ArrayList<>();
		for (int i = 0; i < count; i++) {
			String name = this.told.poll(10, TimeUnit.SECONDS);
			assertThat(name).as("signal after %s", taken).isNotNull();
			taken.add(name);
		}
		return taken;
	}

	private static ReceivedSignal signal(String name, String action) {
		return new ReceivedSignal(name, name.hashCode(), SignalAction.of(action));
	}

}
