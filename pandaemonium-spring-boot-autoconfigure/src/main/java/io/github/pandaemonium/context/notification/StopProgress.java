package io.github.pandaemonium.context.notification;

import java.util.function.Consumer;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Tells which bean is being destroyed.
 */
final class StopProgress implements DestructionAwareBeanPostProcessor {

	private final Consumer<String> progress;

	StopProgress(Consumer<String> progress) {
		this.progress = progress;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		this.progress.accept("bean '" + beanName + "'");
	}

	/**
	 * A bean that is not destroyed anyway is not to be kept in mind for that.
	 */
	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof DisposableBean || bean instanceof AutoCloseable;
	}

}
