package io.github.pandaemonium.context.notification;

import java.util.function.Consumer;

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
	 * What is destroyed by an annotated or a named method can't be told from what is not.
	 */
	@Override
	public boolean requiresDestruction(Object bean) {
		return true;
	}

}
