package io.github.pandaemonium.socket;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps servers from accepting on sockets that another process still serves, until this
 * one is ready. It opens once and for all.
 *
 * @since 0.1.0
 */
public final class AcceptanceGate {

	private final Object monitor = new Object();

	private final List<Runnable> waiting = new ArrayList<>();

	private volatile boolean open;

	/**
	 * Returns a gate that is open, since nobody else serves the sockets.
	 * @return a new gate
	 */
	public static AcceptanceGate opened() {
		AcceptanceGate gate = new AcceptanceGate();
		gate.open();
		return gate;
	}

	/**
	 * Whether servers may accept.
	 * @return whether it is open
	 */
	public boolean isOpen() {
		return this.open;
	}

	/**
	 * Opens it, and runs what waits, one after the other. Does nothing the second time.
	 */
	public void open() {
		List<Runnable> actions;
		synchronized (this.monitor) {
			this.open = true;
			actions = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		actions.forEach(Runnable::run);
	}

	/**
	 * Runs an action once it is open.
	 * @param action what to do; it must not fail. It is run at once where the gate is
	 * open, and otherwise by the thread that opens it
	 */
	public void whenOpen(Runnable action) {
		synchronized (this.monitor) {
			if (!this.open) {
				this.waiting.add(action);
				return;
			}
		}
		action.run();
	}

}
