package io.github.pandaemonium.context;

import io.github.pandaemonium.context.logging.LogFiles;
import io.github.pandaemonium.signal.ReceivedSignal;
import io.github.pandaemonium.signal.SignalAction;
import io.github.pandaemonium.signal.SignalDispatcher;
import io.github.pandaemonium.signal.SignalMap;
import io.github.pandaemonium.signal.ThreadDump;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Brings signals into the context: as events, as calls of bean methods, and as what the
 * built-in actions do.
 */
final class DaemonSignals {

	private static final Log logger = LogFactory.getLog(DaemonSignals.class);

	private final DaemonLifecycle lifecycle;

	private final SignalMap map;

	private final LogFiles logFiles;

	private final SignalDispatcher dispatcher;

	private volatile @Nullable ConfigurableApplicationContext context;

	DaemonSignals(DaemonLifecycle lifecycle, SignalMap map, LogFiles logFiles) {
		this.lifecycle = lifecycle;
		this.map = map;
		this.logFiles = logFiles;
		this.dispatcher = new SignalDispatcher(this::deliver,
				(signal, failure) -> logger.error("What " + signal.name() + " is mapped to failed", failure),
				() -> System.exit(0));
	}

	SignalDispatcher dispatcher() {
		return this.dispatcher;
	}

	/**
	 * Joins the context, whose refresh fails where an action names no bean or method.
	 */
	void join(ConfigurableApplicationContext context) {
		this.context = context;
		context.addBeanFactoryPostProcessor(this::checkBeans);
	}

	/**
	 * Whether the context that was joined is being closed, or has been.
	 */
	boolean isClosed() {
		ConfigurableApplicationContext context = this.context;
		return context != null && context.isClosed();
	}

	boolean isAlone() {
		ConfigurableApplicationContext context = this.context;
		return context != null && !context.isActive();
	}

	private void checkBeans(ConfigurableListableBeanFactory factory) {
		this.map.actions().forEach((signal, action) -> {
			if (action.bean() != null) {
				SignalMethod.find(factory, signal.name(), action);
			}
		});
	}

	private void deliver(ReceivedSignal signal) {
		if (signal.action().kind() == SignalAction.Kind.REOPEN_LOGS) {
			// before the listeners, whose lines are for the new files
			this.logFiles.reopen();
		}
		ConfigurableApplicationContext context = this.context;
		if (context == null || !context.isActive()) {
			logger.warn("The signal " + signal.name() + " came while there was no context, whose listeners miss it");
			return;
		}
		SignalAction action = signal.action();
		RuntimeException failure = publish(context, signal);
		if (action.bean() != null) {
			SignalMethod.find(context.getBeanFactory(), signal.name(), action).invoke(context, event(signal));
		}
		else if (action.kind() == SignalAction.Kind.RELOAD) {
			// waited for, so that what comes after it finds it done; its result is logged
			this.lifecycle.reload().join();
		}
		else if (action.kind() == SignalAction.Kind.THREAD_DUMP) {
			System.err.print(ThreadDump.take());
		}
		if (failure != null) {
			throw failure;
		}
	}

	/**
	 * A listener that fails does not keep the action from its work.
	 */
	private @Nullable RuntimeException publish(ConfigurableApplicationContext context, ReceivedSignal signal) {
		try {
			context.publishEvent(event(signal));
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private DaemonSignalEvent event(ReceivedSignal signal) {
		return new DaemonSignalEvent(this.lifecycle, signal.name(), signal.number(), signal.action().text());
	}

}
