package io.github.pandaemonium.context;

import java.lang.reflect.Method;
import java.util.Arrays;

import io.github.pandaemonium.signal.SignalAction;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The public method of a bean that a signal is mapped to, without arguments or with a
 * {@link DaemonSignalEvent}.
 *
 * @param bean the name of the bean
 * @param method the method
 */
record SignalMethod(String bean, Method method) {

	static SignalMethod find(BeanFactory factory, String signal, SignalAction action) {
		String bean = String.valueOf(action.bean());
		Class<?> type;
		try {
			type = factory.getType(bean);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new InvalidSignalMethodException(signal, action.text(), "there is no bean named '" + bean + "'");
		}
		if (type == null) {
			throw new InvalidSignalMethodException(signal, action.text(),
					"the type of the bean '" + bean + "' is not known");
		}
		Method method = find(ClassUtils.getUserClass(type), String.valueOf(action.method()));
		if (method == null) {
			throw new InvalidSignalMethodException(signal, action.text(), "the class " + type.getName()
					+ " has no public method '" + action.method() + "' without arguments or with a DaemonSignalEvent");
		}
		return new SignalMethod(bean, method);
	}

	void invoke(ApplicationContext context, DaemonSignalEvent event) {
		Object target = context.getBean(this.bean);
		Method method = ClassUtils.getMostSpecificMethod(this.method, target.getClass());
		ReflectionUtils.makeAccessible(method);
		ReflectionUtils.invokeMethod(method, target,
				(method.getParameterCount() == 0) ? new Object[0] : new Object[] { event });
	}

	private static @org.jspecify.annotations.Nullable Method find(Class<?> type, String name) {
		return Arrays.stream(type.getMethods())
			.filter((method) -> method.getName().equals(name) && !method.isBridge())
			.filter((method) -> method.getParameterCount() == 0
					|| Arrays.equals(method.getParameterTypes(), new Class<?>[] { DaemonSignalEvent.class }))
			.max((a, b) -> Integer.compare(a.getParameterCount(), b.getParameterCount()))
			.orElse(null);
	}

}
