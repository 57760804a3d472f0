package io.github.pandaemonium.context.reload;

import java.util.List;

import org.springframework.context.ApplicationEvent;

/**
 * The new configuration is in force: the environment of the context has it, and log
 * levels are set. Where a listener throws, the old configuration is put back and the
 * reload has failed; listeners that were called before it are not told, and what they did
 * stays done. A check therefore belongs into a listener of {@link DaemonReloadingEvent}.
 * Listeners are called on the thread of the reload and must not wait for another one.
 *
 * @since 0.1.0
 */
public class DaemonReloadEvent extends ApplicationEvent {

	private final List<String> changedKeys;

	/**
	 * Creates the event.
	 * @param source the {@code DaemonLifecycle} that has reloaded
	 * @param changedKeys the names of the keys whose value has changed
	 */
	public DaemonReloadEvent(Object source, List<String> changedKeys) {
		super(source);
		this.changedKeys = List.copyOf(changedKeys);
	}

	/**
	 * Returns the keys of configuration data whose effective value has changed.
	 * @return the names, sorted; empty where the files say the same as before
	 */
	public List<String> getChangedKeys() {
		return this.changedKeys;
	}

	@Override
	public String toString() {
		return "DaemonReloadEvent" + this.changedKeys;
	}

}
