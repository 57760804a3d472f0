package io.github.pandaemonium.context.config;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapRegistry;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Keeps the {@link ConfigurationBasis} of an application for its reloads, just before
 * Spring Boot reads the configuration.
 */
final class ConfigurationBasisEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private final BootstrapRegistry registry;

	/**
	 * Constructor that Spring Boot calls.
	 * @param registry what lives until there is a context
	 */
	public ConfigurationBasisEnvironmentPostProcessor(BootstrapRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (this.registry.isRegistered(ConfigurationBasis.class)) {
			return; // Spring Cloud runs the post-processors again when it refreshes
		}
		ConfigurationBasis basis = ConfigurationBasis.of(environment, application.getAdditionalProfiles(),
				application.getResourceLoader());
		this.registry.register(ConfigurationBasis.class, InstanceSupplier.of(basis));
		this.registry.register(UnreadConfiguration.class,
				InstanceSupplier.of(new UnreadConfiguration(environment, basis)));
		this.registry.addCloseListener((event) -> event.getApplicationContext()
			.getBeanFactory()
			.registerSingleton(ConfigurationBasis.BEAN, basis));
	}

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER - 1;
	}

}
