package io.github.pandaemonium.context;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BeanProgress}.
 */
class BeanProgressTests {

	private final List<String> steps = new ArrayList<>();

	@Test
	void beanAroundIsNamedAgainWhenTheOneWithinIsDone() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.getBeanFactory().addBeanPostProcessor(new BeanProgress(this.steps::add));
			context.registerBean("outer", Object.class, () -> {
				context.getBean("inner");
				this.steps.add("outer is made");
				return new Object();
			});
			context.registerBean("inner", String.class, () -> "inner");
			context.refresh();
		}
		assertThat(this.steps).containsSubsequence("bean 'outer'", "bean 'inner'", "bean 'outer'", "outer is made",
				"the context, after bean 'outer'");
	}

	@Test
	void beanOfAnotherThreadIsNotMixedUp() throws InterruptedException {
		BeanProgress progress = new BeanProgress(this.steps::add);
		progress.postProcessBeforeInstantiation(Object.class, "a");
		Thread thread = new Thread(() -> {
			progress.postProcessBeforeInstantiation(Object.class, "b");
			progress.postProcessAfterInitialization("x", "b");
		});
		thread.start();
		thread.join();
		progress.postProcessAfterInitialization("x", "a");
		assertThat(this.steps).containsExactly("bean 'a'", "bean 'b'", "the context, after bean 'b'",
				"the context, after bean 'a'");
	}

	@Test
	void beanThatWasNotBegunIsPassedOver() {
		assertThat(new BeanProgress(this.steps::add).postProcessAfterInitialization("x", "a")).isEqualTo("x");
		assertThat(this.steps).isEmpty();
	}

}
