package io.github.pandaemonium.context;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;

/**
 * Tells the launcher which bean is being created, so that a start that hangs can be
 * named. Beans are created within each other: when one is done, the one around it is
 * named again.
 */
final class BeanProgress implements InstantiationAwareBeanPostProcessor {

	private final Consumer<String> progress;

	private final ThreadLocal<Deque<String>> beans = ThreadLocal.withInitial(ArrayDeque::new);

	private final AtomicInteger begun = new AtomicInteger();

	private volatile @Nullable ConfigurableListableBeanFactory factory;

	private volatile boolean ended;

	BeanProgress(Consumer<String> progress) {
		this.progress = progress;
	}

	/**
	 * Follows the beans of a factory.
	 */
	void join(ConfigurableListableBeanFactory factory) {
		this.factory = factory;
		factory.addBeanPostProcessor(this);
	}

	/**
	 * Says how many beans have been begun with, of how many.
	 */
	String count() {
		ConfigurableListableBeanFactory factory = this.factory;
		int all = (factory != null) ? factory.getBeanDefinitionCount() : 0;
		return (all > 0) ? " (" + Math.min(this.begun.get(), all) + " of " + all + ")" : "";
	}

	/**
	 * Nobody listens any more: beans that are created later leave no trace here.
	 */
	void end() {
		this.ended = true;
	}

	@Override
	public @Nullable Object postProcessBeforeInstantiation(Class<?> beanClass, String beanName) {
		if (!this.ended) {
			this.beans.get().push(beanName);
			this.begun.incrementAndGet();
			this.progress.accept("bean '" + beanName + "'");
		}
		return null;
	}

	@Override
	public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
		if (this.ended) {
			return bean;
		}
		Deque<String> outer = this.beans.get();
		if (outer.removeFirstOccurrence(beanName)) {
			String next = outer.peek();
			this.progress.accept((next != null) ? "bean '" + next + "'" : "the context, after bean '" + beanName + "'");
		}
		return bean;
	}

}
