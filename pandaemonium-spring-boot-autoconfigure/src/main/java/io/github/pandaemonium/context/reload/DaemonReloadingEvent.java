package io.github.pandaemonium.context.reload;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.core.env.Environment;

/**
 * The configuration has been read anew and can be used, but nothing has changed yet. A
 * listener that can't live with it says so, and the application runs on with the old one:
 * <pre class="code">
 * &#64;EventListener
 * void check(DaemonReloadingEvent event) {
 *     if (event.getEnvironment().getProperty("pool.size", int.class, 8) &lt; 1) {
 *         event.veto("pool.size must be positive");
 *     }
 * }
 * </pre> An exception is a veto too, of which only the type and the place are told: its
 * message could hold a value that is secret. Listeners are called on the thread of the
 * reload and must not wait for another one. Where the events of the application are
 * published asynchronously, a veto comes too late.
 *
 * @since 0.1.0
 */
public class DaemonReloadingEvent extends ApplicationEvent {

	private final List<String> changedKeys;

	private final transient Environment environment;

	private @Nullable String veto;

	/**
	 * Creates the event.
	 * @param source the {@code DaemonLifecycle} that reloads
	 * @param changedKeys the names of the keys whose value would change
	 * @param environment the environment with the new values
	 */
	public DaemonReloadingEvent(Object source, List<String> changedKeys, Environment environment) {
		super(source);
		this.changedKeys = List.copyOf(changedKeys);
		this.environment = environment;
	}

	/**
	 * Returns the keys of configuration data whose effective value would change: those
	 * that are new, gone or different, and that nothing of higher precedence hides.
	 * @return the names, sorted; empty where the files say the same as before
	 */
	public List<String> getChangedKeys() {
		return this.changedKeys;
	}

	/**
	 * Returns the environment with the new values. That of the context has the old ones
	 * until every listener has agreed.
	 * @return the new environment, which {@code Binder.get} can bind too
	 */
	public Environment getEnvironment() {
		return this.environment;
	}

	/**
	 * Refuses the new configuration. The first reason counts.
	 * @param reason why, for the operator and the log; it must not hold a secret
	 */
	public void veto(String reason) {
		if (this.veto == null) {
			this.veto = reason;
		}
	}

	/**
	 * Returns why a listener has refused the new configuration.
	 * @return the reason, or {@code null} where none has
	 */
	public @Nullable String getVeto() {
		return this.veto;
	}

	@Override
	public String toString() {
		return "DaemonReloadingEvent" + this.changedKeys;
	}

}
