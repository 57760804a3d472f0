package io.github.pandaemonium.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A program with the web server that {@code -Dserver=} names.
 */
final class ServerProgram {

	private ServerProgram() {
	}

	public static void main(String[] args) {
		SpringApplication application = ServerSocketTests.Server.valueOf(System.getProperty("server"))
			.application(ServerSocketTests.Gate.open());
		application.run(args);
	}

	/**
	 * Health that takes its time to say that there is no file.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import({ HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class })
	static class HealthConfiguration {

		@Bean
		HealthIndicator slow(@Value("${slow.time}") Duration time, @Value("${slow.file}") Path file) {
			return () -> {
				try {
					new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return (Files.exists(file) ? Health.down() : Health.up()).build();
			};
		}

	}

}
