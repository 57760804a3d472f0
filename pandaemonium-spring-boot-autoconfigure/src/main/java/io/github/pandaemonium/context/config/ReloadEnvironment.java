package io.github.pandaemonium.context.config;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.ConfigurablePropertyResolver;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * An environment beside the live one. As in the environments of Spring Boot, profiles
 * come from nowhere but from who sets them, so that configuration is read as at the
 * start.
 *
 * @since 0.1.0
 */
public final class ReloadEnvironment extends StandardEnvironment {

	/**
	 * Create the environment.
	 * @param live the live environment, whose conversion service is used
	 * @param sources the property sources, in the order of their precedence
	 */
	public ReloadEnvironment(ConfigurableEnvironment live, List<PropertySource<?>> sources) {
		sources.stream().filter((source) -> !ConfigurationSources.isAttached(source)).forEach((source) -> {
			// the one that is attached shows the sources of the live environment
			getPropertySources().addLast(source);
		});
		ConfigurationPropertySources.attach(this);
		setConversionService(live.getConversionService());
	}

	@Override
	protected void customizePropertySources(MutablePropertySources propertySources) {
		// all are given
	}

	@Override
	protected @Nullable String doGetActiveProfilesProperty() {
		return null;
	}

	@Override
	protected @Nullable String doGetDefaultProfilesProperty() {
		return null;
	}

	@Override
	protected ConfigurablePropertyResolver createPropertyResolver(MutablePropertySources propertySources) {
		return ConfigurationPropertySources.createPropertyResolver(propertySources);
	}

}
