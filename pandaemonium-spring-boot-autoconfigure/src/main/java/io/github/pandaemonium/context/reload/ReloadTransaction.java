package io.github.pandaemonium.context.reload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.context.config.ConfigurationSources;
import io.github.pandaemonium.context.config.FailurePlace;
import io.github.pandaemonium.context.config.FreshConfiguration;
import io.github.pandaemonium.context.config.ReloadEnvironment;
import io.github.pandaemonium.context.config.UnusableConfigurationException;
import io.github.pandaemonium.context.logging.LogLevels;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * One reload of one context: the new configuration is read and checked beside the old,
 * and either all of it comes into force or nothing.
 */
final class ReloadTransaction {

	private final ConfigurableApplicationContext context;

	private final Object source;

	private final ConfigurableEnvironment environment;

	private final MutablePropertySources sources;

	private final List<PropertySource<?>> previous;

	private final @Nullable CloudRefresh cloud;

	/** What undoes the steps that have been done. */
	private final List<Runnable> undo = new ArrayList<>();

	ReloadTransaction(ConfigurableApplicationContext context, Object source) {
		this.context = context;
		this.source = source;
		this.environment = context.getEnvironment();
		this.sources = this.environment.getPropertySources();
		this.previous = this.sources.stream().toList();
		this.cloud = CloudRefresh.of(context);
	}

	/**
	 * Reload the configuration.
	 * @return the keys whose value has changed
	 * @throws UnusableConfigurationException if the new configuration can't be used
	 * @throws ReloadRefusedException if it stays as it was for another reason
	 */
	List<String> run() {
		FreshConfiguration fresh = FreshConfiguration.read(this.context);
		ConfigurationSources.requireSameKind(this.sources, fresh.sources());
		List<PropertySource<?>> wanted = ConfigurationSources.merge(this.sources, fresh.sources());
		List<String> changed = ConfigurationChanges.between(this.environment, this.previous, wanted);
		ReloadEnvironment next = fresh.environment(this.environment, wanted);
		Map<String, LogLevel> levels = LogLevels.read(next);
		ask(changed, next);
		try {
			apply(wanted, next, levels, changed);
		}
		catch (ReloadRefusedException ex) {
			throw new ReloadRefusedException(ex.reason() + ", and the old one is back" + undo());
		}
		catch (RuntimeException | Error ex) {
			throw new ReloadRefusedException("the new configuration could not be applied (" + FailurePlace.of(ex)
					+ "), and the old one is back" + undo());
		}
		try {
			this.context.publishEvent(new DaemonReloadEvent(this.source, changed));
		}
		catch (RuntimeException | Error ex) {
			throw new ReloadRefusedException("a listener failed after the new configuration had been applied ("
					+ FailurePlace.of(ex) + "), and the old one is back" + undo());
		}
		return changed;
	}

	private void ask(List<String> changed, ReloadEnvironment next) {
		DaemonReloadingEvent event = new DaemonReloadingEvent(this.source, changed, next);
		try {
			this.context.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			throw new ReloadRefusedException("a listener refused it: " + FailurePlace.of(ex));
		}
		if (event.getVeto() != null) {
			throw new ReloadRefusedException("a listener refused it: " + event.getVeto());
		}
	}

	private void apply(List<PropertySource<?>> wanted, ReloadEnvironment next, Map<String, LogLevel> levels,
			List<String> changed) {
		Map<String, LogLevel> oldLevels = LogLevels.read(this.environment);
		// first, so that they are put back last: Spring Cloud sets levels as well
		new LogLevels(this.context.getBeanFactory()).apply(oldLevels, levels, this.undo);
		String[] activeProfiles = this.environment.getActiveProfiles();
		String[] defaultProfiles = this.environment.getDefaultProfiles();
		if (this.cloud != null) {
			CloudRefresh cloud = this.cloud;
			this.undo.add(() -> cloud.rebind(changed));
		}
		this.undo.add(() -> {
			this.environment.setActiveProfiles(activeProfiles);
			this.environment.setDefaultProfiles(defaultProfiles);
			ConfigurationSources.exchange(this.sources, ConfigurationSources.read(this.sources, wanted), this.previous);
		});
		if (this.cloud != null) {
			this.cloud.refresh(this.previous, wanted, changed);
			requireAsAsked(wanted);
		}
		else {
			ConfigurationSources.exchange(this.sources, this.previous, wanted);
		}
		this.environment.setActiveProfiles(next.getActiveProfiles());
		this.environment.setDefaultProfiles(next.getDefaultProfiles());
	}

	/**
	 * Spring Cloud has read the files for itself, after the listeners were asked.
	 */
	private void requireAsAsked(List<PropertySource<?>> wanted) {
		List<String> others = ConfigurationChanges.between(this.environment,
				wanted.stream().filter(ConfigurationSources::isConfiguration).toList(),
				this.sources.stream().filter(ConfigurationSources::isConfiguration).toList());
		if (!others.isEmpty()) {
			throw new ReloadRefusedException("the files have changed again meanwhile: " + String.join(", ", others));
		}
	}

	/**
	 * Goes back, the last step first, and does not stop where a step fails.
	 * @return what to add to the reason
	 */
	private String undo() {
		Collections.reverse(this.undo);
		StringBuilder failures = new StringBuilder();
		for (Runnable step : this.undo) {
			try {
				step.run();
			}
			catch (RuntimeException | Error ex) {
				failures.append(", except for what failed in turn (").append(FailurePlace.of(ex)).append(')');
			}
		}
		return failures.toString();
	}

}
