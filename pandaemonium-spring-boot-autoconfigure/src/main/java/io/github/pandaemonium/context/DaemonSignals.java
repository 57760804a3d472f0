package io.github.pandaemonium.context;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
import org.springframework.util.ReflectionUtils;

/**
 * Brings signals into the context: as events, as calls of bean methods, and as what the
 * built-in actions do.
 */
final class DaemonSignals {

	private static final Log logger = LogFactory.getLog(DaemonSignals.class);

	private static final Duration TIME_TO_RELOAD = Duration.ofSeconds(30);

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
		Throwable failure = publish(context, signal);
		if (action.bean() != null) {
			SignalMethod.find(context.getBeanFactory(), signal.name(), action).invoke(context, event(signal));
		}
		else if (action.kind() == SignalAction.Kind.RELOAD) {
			reload();
		}
		else if (action.kind() == SignalAction.Kind.RESTART) {
			// signals go on to be delivered: where it fails they are this process's
			this.lifecycle.restart();
		}
		else if (action.kind() == SignalAction.Kind.THREAD_DUMP) {
			System.err.print(ThreadDump.take());
		}
		if (failure != null) {
			ReflectionUtils.rethrowRuntimeException(failure);
		}
	}

	/**
	 * The reload is waited for, so that what comes after it finds it done; its result is
	 * logged.
	 */
	private void reload() {
		try {
			this.lifecycle.reload().get(TIME_TO_RELOAD.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("The reload has not ended after " + TIME_TO_RELOAD.toSeconds()
					+ " seconds; signals that have come meanwhile are delivered while it goes on");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex); // it never fails in this way
		}
	}

	/**
	 * A listener that fails does not keep the action from its work.
	 */
	private @Nullable Throwable publish(ConfigurableApplicationContext context, ReceivedSignal signal) {
		try {
			context.publishEvent(event(signal));
			return null;
		}
		catch (RuntimeException | Error ex) {
			return ex;
		}
	}

	private DaemonSignalEvent event(ReceivedSignal signal) {
		return new DaemonSignalEvent(this.lifecycle, signal.name(), signal.number(), signal.action().text());
	}

}
