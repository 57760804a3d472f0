package io.github.pandaemonium.sample.probe;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a supervisor has to bear: a start that makes {@code slow.beans} beans, each of
 * which takes {@code slow.time}, and an application that says of itself that it is dead.
 * It joins the application by {@code --spring.main.sources}.
 */
@Configuration(proxyBeanMethods = false)
@RestController
class UnitProbe {

	private final ApplicationEventPublisher publisher;

	UnitProbe(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@GetMapping("/break")
	String breakDown() {
		AvailabilityChangeEvent.publish(this.publisher, this, LivenessState.BROKEN);
		return "broken";
	}

	@Bean
	static BeanDefinitionRegistryPostProcessor slowBeans(Environment environment) {
		return new BeanDefinitionRegistryPostProcessor() {

			@Override
			public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
				for (int i = 0; i < environment.getProperty("slow.beans", int.class, 0); i++) {
					registry.registerBeanDefinition("slow" + i,
							BeanDefinitionBuilder.rootBeanDefinition(Slow.class).getBeanDefinition());
				}
			}

		};
	}

	/**
	 * A bean that takes its time.
	 */
	static final class Slow {

		Slow(Environment environment) throws InterruptedException {
			Duration time = environment.getProperty("slow.time", Duration.class, Duration.ofSeconds(1));
			new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
		}

	}

}
