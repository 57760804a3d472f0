package io.github.pandaemonium.context.notification;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.Ordered;

/**
 * Follows a context until it is closed: ready is when Spring Boot says that it is and
 * when it accepts traffic.
 */
final class AvailabilityListener implements ApplicationListener<ApplicationEvent>, Ordered {

	private final DaemonNotification notification;

	private final ConfigurableApplicationContext context;

	private boolean ready;

	AvailabilityListener(DaemonNotification notification, ConfigurableApplicationContext context) {
		this.notification = notification;
		this.context = context;
	}

	@Override
	public synchronized void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof AvailabilityChangeEvent<?> change) {
			onChange(change.getState());
		}
		else if (event instanceof ApplicationReadyEvent readyEvent) {
			this.ready |= readyEvent.getApplicationContext() == this.context;
		}
		else if (event instanceof ContextRefreshedEvent && event.getSource() == this.context) {
			this.notification.refreshed(this.context);
		}
		else if (event instanceof ContextClosedEvent && event.getSource() == this.context) {
			this.notification.closing();
		}
	}

	private void onChange(Object state) {
		if (state instanceof LivenessState liveness) {
			this.notification.liveness(liveness);
		}
		else if (state == ReadinessState.ACCEPTING_TRAFFIC && this.ready) {
			this.notification.accepting(this.context.getEnvironment());
		}
		else if (state == ReadinessState.REFUSING_TRAFFIC) {
			this.notification.refusing();
		}
	}

	/** The end of a context is told before anything else is done about it. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
