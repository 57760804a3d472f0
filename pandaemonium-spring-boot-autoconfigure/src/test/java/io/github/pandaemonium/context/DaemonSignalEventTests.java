package io.github.pandaemonium.context;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonSignalEvent}.
 */
class DaemonSignalEventTests {

	@Test
	void eventHasTheFactsAndItsSourceIsTheDaemon() {
		DaemonLifecycle lifecycle = DaemonLifecycle.none();
		DaemonSignalEvent event = new DaemonSignalEvent(lifecycle, "HUP", 1, "reload");
		assertThat(event.getSource()).isSameAs(lifecycle);
		assertThat(event.getSignal()).isEqualTo("HUP");
		assertThat(event.getNumber()).isEqualTo(1);
		assertThat(event.getAction()).isEqualTo("reload");
		assertThat(event).hasToString("DaemonSignalEvent[HUP (1): reload]");
	}

	@Test
	void listenersMayAskForAnAction() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Listener.class)) {
			context.publishEvent(new DaemonSignalEvent(DaemonLifecycle.none(), "HUP", 1, "reload"));
			context.publishEvent(new DaemonSignalEvent(DaemonLifecycle.none(), "USR1", 10, "reopen-logs"));
			assertThat(context.getBean(Listener.class).heard).containsExactly("HUP");
		}
	}

	/**
	 * Hears of one action.
	 */
	static class Listener {

		private final List<String> heard = new ArrayList<>();

		@EventListener(condition = "#event.action == 'reload'")
		void reload(DaemonSignalEvent event) {
			this.heard.add(event.getSignal());
		}

	}

}
