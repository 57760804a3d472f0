package io.github.pandaemonium.context.notification;

import io.github.pandaemonium.daemon.InvalidOptionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HealthGroup}, with the real actuator.
 */
class HealthGroupTests {

	private @Nullable Status status;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
				EndpointAutoConfiguration.class))
		.withBean("shopHealthIndicator", HealthIndicator.class,
				() -> () -> Health.status((this.status != null) ? this.status : Status.UP).build())
		.withPropertyValues("management.endpoint.health.group.live.include=shop");

	@Test
	void groupIsAProblemWhereItIsDownOrOutOfService() {
		this.runner.run((context) -> {
			HealthGroup group = HealthGroup.of(context, "live");
			assertThat(group.problem()).isNull();
			this.status = Status.UNKNOWN;
			assertThat(group.problem()).isNull();
			this.status = Status.DOWN;
			assertThat(group.problem()).isEqualTo("the health group 'live' is DOWN");
			this.status = Status.OUT_OF_SERVICE;
			assertThat(group.problem()).isEqualTo("the health group 'live' is OUT_OF_SERVICE");
		});
	}

	@Test
	void unknownGroupIsNamed() {
		this.runner.run((context) -> assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> HealthGroup.of(context, "life"))
			.withMessage("Invalid watchdog.health-group 'life': there is no such health group, but [live]"));
	}

	@Test
	void groupWithoutAnEndpointIsRefused() {
		new ApplicationContextRunner().run((context) -> assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> HealthGroup.of(context, "live"))
			.withMessageContaining("there is no health endpoint"));
	}

	@Test
	void groupWithoutActuatorIsRefused() {
		HealthGroup.requirePresent("live", getClass().getClassLoader());
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(
				() -> HealthGroup.requirePresent("live", new FilteredClassLoader("org.springframework.boot.health")))
			.withMessageContaining("Spring Boot's actuator is not there");
	}

}
