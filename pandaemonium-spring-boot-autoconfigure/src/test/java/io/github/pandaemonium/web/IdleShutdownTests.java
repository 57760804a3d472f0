package io.github.pandaemonium.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.pandaemonium.autoconfigure.PandaemoniumAutoConfiguration;
import io.github.pandaemonium.autoconfigure.SocketAutoConfiguration;
import io.github.pandaemonium.socket.CountedConnections;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

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
			quick.destroy();
		}
	}

	@Test
	void leavesAnApplicationAloneThatWasGivenNoSocket() {
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(PandaemoniumAutoConfiguration.class, SocketAutoConfiguration.class))
			.withPropertyValues("pandaemonium.idle-timeout=1ms")
			.run((context) -> {
				IdleShutdown shutdown = context.getBean(IdleShutdown.class);
				shutdown.onApplicationEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0],
						(ConfigurableApplicationContext) context.getSourceApplicationContext(), Duration.ZERO));
				assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.doesNotContain("pandaemonium-idle");
			});
	}

	private void look(long second) {
		this.clock.set(Duration.ofSeconds(second).toNanos());
		this.shutdown.look();
	}

}
