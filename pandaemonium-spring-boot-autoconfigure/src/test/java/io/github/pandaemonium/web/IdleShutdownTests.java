package io.github.pandaemonium.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.pandaemonium.socket.CountedConnections;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class IdleShutdownTests {

	private final CountedConnections connections = new CountedConnections();

	private final AtomicInteger stops = new AtomicInteger();

	private final AtomicLong clock = new AtomicLong();

	private final IdleShutdown shutdown = new IdleShutdown(Duration.ofSeconds(10), this.connections,
			this.stops::incrementAndGet, this.clock::get);

	@Test
	void endsAfterTheTimeWithoutAConnection() {
		look(0);
		look(9);
		assertThat(this.stops).hasValue(0);
		look(10);
		assertThat(this.stops).hasValue(1);
	}

	@Test
	void aConnectionThatIsOpenKeepsItHoweverLong() {
		look(0);
		this.connections.opened("client");
		look(9);
		look(100);
		this.connections.closed("client");
		look(109);
		assertThat(this.stops).hasValue(0);
		look(110);
		assertThat(this.stops).hasValue(1);
	}

	@Test
	void aConnectionThatWasThereBetweenTwoLooksCounts() {
		look(0);
		this.connections.opened("client");
		this.connections.closed("client");
		look(9);
		look(18);
		assertThat(this.stops).hasValue(0);
	}

	@Test
	void looksByItself() {
		IdleShutdown quick = new IdleShutdown(Duration.ofMillis(20), this.connections, this.stops::incrementAndGet);
		quick.start();
		try {
			await().untilAsserted(() -> assertThat(this.stops).hasPositiveValue());
		}
		finally {
			quick.stop();
		}
		assertThat(quick.isRunning()).isFalse();
	}

	private void look(long second) {
		this.clock.set(Duration.ofSeconds(second).toNanos());
		this.shutdown.look();
	}

}
