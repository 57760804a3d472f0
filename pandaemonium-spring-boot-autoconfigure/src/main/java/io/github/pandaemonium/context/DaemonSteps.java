package io.github.pandaemonium.context;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Finds the application's own steps: in {@code spring.factories}, and among the
 * initializers that were added to it.
 */
final class DaemonSteps {

	private DaemonSteps() {
	}

	static List<DaemonStep> of(SpringApplication application, Environment environment) {
		List<DaemonStep> steps = new ArrayList<>(
				SpringFactoriesLoader.forDefaultResourceLocation(application.getClassLoader())
					.load(DaemonStep.class, ArgumentResolver.of(Environment.class, environment)));
		application.getInitializers()
			.stream()
			.filter(DaemonStep.class::isInstance)
			.map(DaemonStep.class::cast)
			.forEach(steps::add);
		AnnotationAwareOrderComparator.sort(steps);
		return steps;
	}

}
