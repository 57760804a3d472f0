package io.github.pandaemonium.context.notification;

import io.github.pandaemonium.daemon.InvalidOptionException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * A health group of Spring Boot's actuator, whose classes need not be there.
 */
final class HealthGroup {

	private static final String OPTION = "watchdog.health-group";

	private static final String ENDPOINT = "org.springframework.boot.health.actuate.endpoint.HealthEndpoint";

	private final HealthEndpoint endpoint;

	private final String name;

	private HealthGroup(HealthEndpoint endpoint, String name) {
		this.endpoint = endpoint;
		this.name = name;
	}

	/**
	 * Makes sure that there can be a health group.
	 */
	static void requirePresent(String name, @Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent(ENDPOINT, classLoader)) {
			throw new InvalidOptionException(OPTION, name, "Spring Boot's actuator is not there",
					"Add spring-boot-starter-actuator to the dependencies, or leave the property out.");
		}
	}

	static HealthGroup of(ApplicationContext context, String name) {
		HealthEndpoint endpoint = context.getBeanProvider(HealthEndpoint.class).getIfAvailable();
		HealthEndpointGroups groups = context.getBeanProvider(HealthEndpointGroups.class).getIfAvailable();
		if (endpoint == null || groups == null) {
			throw new InvalidOptionException(OPTION, name, "there is no health endpoint",
					"Give management.endpoint.health.access another value than none.");
		}
		if (groups.get(name) == null) {
			throw new InvalidOptionException(OPTION, name, "there is no such health group, but " + groups.getNames(),
					"Define management.endpoint.health.group." + name + ".include.");
		}
		return new HealthGroup(endpoint, name);
	}

	/**
	 * Asks all that is in the group.
	 */
	@Nullable String problem() {
		HealthDescriptor health = this.endpoint.healthForPath(this.name);
		Status status = (health != null) ? health.getStatus() : Status.UNKNOWN;
		return (Status.DOWN.equals(status) || Status.OUT_OF_SERVICE.equals(status)) ? this + " is " + status.getCode()
				: null;
	}

	@Override
	public String toString() {
		return "the health group '" + this.name + "'";
	}

}
