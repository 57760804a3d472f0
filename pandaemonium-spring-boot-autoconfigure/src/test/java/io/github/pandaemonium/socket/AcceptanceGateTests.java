package io.github.pandaemonium.socket;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptanceGate}.
 */
class AcceptanceGateTests {

	private final List<String> done = new ArrayList<>();

	@Test
	void whenOpenWaitsForTheGate() {
		AcceptanceGate gate = new AcceptanceGate();
		gate.whenOpen(() -> this.done.add("first"));
		gate.whenOpen(() -> this.done.add("second"));
		assertThat(gate.isOpen()).isFalse();
		assertThat(this.done).isEmpty();
		gate.open();
		assertThat(gate.isOpen()).isTrue();
		assertThat(this.done).containsExactly("first", "second");
	}

	@Test
	void whenOpenRunsAtOnceWhereTheGateIsOpen() {
		AcceptanceGate.opened().whenOpen(() -> this.done.add("first"));
		assertThat(this.done).containsExactly("first");
	}

	@Test
	void openRunsEachActionOnce() {
		AcceptanceGate gate = new AcceptanceGate();
		gate.whenOpen(() -> this.done.add("first"));
		gate.open();
		gate.open();
		assertThat(this.done).containsExactly("first");
	}

	@Test
	void actionSeesTheGateOpen() {
		AcceptanceGate gate = new AcceptanceGate();
		gate.whenOpen(() -> this.done.add("open: " + gate.isOpen()));
		gate.open();
		assertThat(this.done).containsExactly("open: true");
	}

	@Test
	void socketsHaveAnOpenGateByDefault() {
		assertThat(ListeningSockets.none().gate().isOpen()).isTrue();
	}

}
