package io.github.pandaemonium.context;

import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Follows the start of the application that is the daemon; events of other applications,
 * of child contexts for example, are none of its business.
 */
final class DaemonRunListener implements ApplicationListener<ApplicationEvent>, Ordered {

	private final DaemonRun run;

	DaemonRunListener(DaemonRun run) {
		this.run = run;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationReadyEvent ready && event.getSource() == this.run.application()) {
			this.run.ready(ready.getApplicationContext().getEnvironment());
		}
		else if (event instanceof ApplicationFailedEvent failed && event.getSource() == this.run.application()) {
			this.run.failed(failed.getException(), failed.getApplicationContext());
		}
		else if (event instanceof ApplicationStartedEvent) {
			this.run.progress("the application's runners");
		}
		else if (event.getClass().getSimpleName().endsWith("WebServerInitializedEvent")) {
			this.run.progress("the web server, which has been started");
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
