package io.github.pandaemonium.context;

import org.springframework.context.ApplicationEvent;

/**
 * A signal that was mapped to something other than {@code ignore} or {@code default}. All
 * are published on one thread, in their order, once the application is ready:
 * <pre class="code">
 * &#64;EventListener(condition = "#event.action == 'reload'")
 * void reload(DaemonSignalEvent event) { }
 * </pre>
 *
 * @since 0.1.0
 */
public class DaemonSignalEvent extends ApplicationEvent {

	private final String signal;

	private final int number;

	private final String action;

	/**
	 * Creates the event.
	 * @param lifecycle the daemon that got the signal
	 * @param signal the name of the signal without {@code SIG}
	 * @param number the number of the signal
	 * @param action what the signal is mapped to, as the configuration has it
	 */
	public DaemonSignalEvent(DaemonLifecycle lifecycle, String signal, int number, String action) {
		super(lifecycle);
		this.signal = signal;
		this.number = number;
		this.action = action;
	}

	/**
	 * Returns the name of the signal.
	 * @return the name, for example {@code HUP}
	 */
	public String getSignal() {
		return this.signal;
	}

	/**
	 * Returns the number of the signal, see {@code signal(7)}.
	 * @return the number
	 */
	public int getNumber() {
		return this.number;
	}

	/**
	 * Returns what the signal is mapped to.
	 * @return the action, for example {@code reload}
	 */
	public String getAction() {
		return this.action;
	}

	@Override
	public String toString() {
		return "DaemonSignalEvent[" + this.signal + " (" + this.number + "): " + this.action + "]";
	}

}
