package io.github.pandaemonium.context;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Follows the start of the application that is the daemon; events of other applications,
 * of child contexts for example, are none of its business.
 */
final class DaemonRunListener implements ApplicationListener<ApplicationEvent>, Ordered {

	private final DaemonRun run;

	/** The context that is being started. */
	private volatile @Nullable ApplicationContext context;

	private volatile boolean closed;

	DaemonRunListener(DaemonRun run) {
		this.run = run;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof SpringApplicationEvent && event.getSource() == this.run.application()) {
			onOwnEvent(event);
		}
		if (event instanceof ContextClosedEvent && event.getSource() == this.context && !isShutdown()) {
			this.closed = true;
			this.run.failed(new ContextClosedException(null), null);
		}
		else if (event instanceof ApplicationStartedEvent) {
			this.run.progress("the application's runners");
		}
		else if (event.getClass().getSimpleName().endsWith("WebServerInitializedEvent")) {
			this.run.progress("the web server, which has been started");
		}
	}

	private void onOwnEvent(ApplicationEvent event) {
		if (event instanceof ApplicationPreparedEvent prepared) {
			this.context = prepared.getApplicationContext();
		}
		else if (event instanceof ApplicationReadyEvent ready) {
			this.context = null;
			this.run.ready(ready.getApplicationContext().getEnvironment());
		}
		else if (event instanceof ApplicationFailedEvent failed) {
			// which closes the context
			this.context = null;
			Throwable failure = failed.getException();
			this.run.failed(this.closed ? new ContextClosedException(failure) : failure,
					failed.getApplicationContext());
		}
	}

	/**
	 * Whether the JVM is about to end, so that it is not the application that closes its
	 * context.
	 */
	private static boolean isShutdown() {
		try {
			Runtime.getRuntime().removeShutdownHook(new Thread());
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
