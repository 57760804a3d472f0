package io.github.pandaemonium.context;

import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.signal.SignalAction;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SignalMethod}.
 */
class SignalMethodTests {

	private static final List<String> CALLS = new ArrayList<>();

	private final GenericApplicationContext context = new GenericApplicationContext();

	private final DaemonSignalEvent event = new DaemonSignalEvent(DaemonLifecycle.none(), "USR1", 10, "x");

	@BeforeEach
	void registerBeans() {
		CALLS.clear();
		this.context.registerBean("cache", Cache.class);
		this.context.registerBean("org.shop.cache", Cache.class);
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void methodWithoutArgumentsIsCalled() {
		invoke("cache.flush");
		assertThat(CALLS).containsExactly("flush");
	}

	@Test
	void methodWithTheEventIsCalledAndPreferred() {
		invoke("@cache.signal");
		assertThat(CALLS).containsExactly("signal USR1");
	}

	@Test
	void nameOfABeanMayHaveDots() {
		invoke("org.shop.cache.flush");
		assertThat(CALLS).containsExactly("flush");
	}

	@Test
	void inheritedMethodIsCalled() {
		invoke("cache.inherited");
		assertThat(CALLS).containsExactly("inherited");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void proxyIsNotBypassed(boolean ofTheClass) {
		this.context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				ProxyFactory factory = new ProxyFactory(bean);
				factory.setProxyTargetClass(ofTheClass);
				factory.addAdvice((MethodInterceptor) (invocation) -> {
					CALLS.add("advice");
					return invocation.proceed();
				});
				return factory.getProxy();
			}

		});
		this.context.refresh();
		this.context.getBean("cache");
		SignalMethod.find(this.context.getBeanFactory(), "USR1", SignalAction.of("cache.flush"))
			.invoke(this.context, this.event);
		assertThat(CALLS).containsExactly("advice", "flush");
	}

	@ParameterizedTest
	@CsvSource({ "nosuch.flush, there is no bean named 'nosuch'", "cache.nosuch, has no public method 'nosuch'",
			"cache.secret, has no public method 'secret'", "cache.other, has no public method 'other'" })
	void whatIsNotThereIsRefused(String action, String reason) {
		this.context.refresh();
		assertThatExceptionOfType(InvalidSignalMethodException.class)
			.isThrownBy(() -> SignalMethod.find(this.context.getBeanFactory(), "USR1", SignalAction.of(action)))
			.withMessageContaining(reason)
			.satisfies((ex) -> {
				assertThat(ex.getSignal()).isEqualTo("USR1");
				assertThat(ex.getAction()).isEqualTo(action);
				assertThat(ex.getReason()).contains(reason);
			});
	}

	@Test
	void lookDoesNotMakeTheBean() {
		this.context.registerBean("lazy", Cache.class, () -> {
			throw new IllegalStateException("made");
		}, (definition) -> definition.setLazyInit(true));
		this.context.refresh();
		assertThat(SignalMethod.find(this.context.getBeanFactory(), "USR1", SignalAction.of("lazy.flush"))).isNotNull();
	}

	@Test
	void exceptionOfTheMethodIsThrown() {
		assertThatIllegalStateException().isThrownBy(() -> invoke("cache.fail")).withMessage("no");
	}

	private void invoke(String action) {
		this.context.refresh();
		SignalMethod.find(this.context.getBeanFactory(), "USR1", SignalAction.of(action))
			.invoke(this.context, this.event);
	}

	interface Flushable {

		void flush();

	}

	/**
	 * Has something.
	 */
	static class Base {

		public void inherited() {
			CALLS.add("inherited");
		}

	}

	/**
	 * A bean that is not even public.
	 */
	static class Cache extends Base implements Flushable {

		@Override
		public void flush() {
			CALLS.add("flush");
		}

		public void signal() {
			CALLS.add("signal");
		}

		public void signal(DaemonSignalEvent event) {
			CALLS.add("signal " + event.getSignal());
		}

		public void other(String argument) {
			CALLS.add(argument);
		}

		public void fail() {
			throw new IllegalStateException("no");
		}

		private void secret() {
			CALLS.add("secret");
		}

	}

}
