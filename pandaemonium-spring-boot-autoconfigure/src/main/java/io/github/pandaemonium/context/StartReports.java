package io.github.pandaemonium.context;

import io.github.pandaemonium.context.notification.DaemonNotification;
import io.github.pandaemonium.launch.ControlPipe;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tells all who wait for a start how it goes: the launcher, the supervisor, and an
 * operator who asks.
 */
final class StartReports {

	private final SpringApplication application;

	private final @Nullable ControlPipe control;

	private final DaemonNotification notification;

	private final DaemonOperation operation;

	private final BeanProgress beans = new BeanProgress(this::beanProgress);

	StartReports(SpringApplication application, @Nullable ControlPipe control, DaemonNotification notification,
			DaemonOperation operation) {
		this.application = application;
		this.control = control;
		this.notification = notification;
		this.operation = operation;
	}

	/**
	 * Counts the beans of a context, if anyone waits for them.
	 */
	void join(ConfigurableApplicationContext context) {
		if (this.control != null || this.notification.isActive()) {
			context.addBeanFactoryPostProcessor(this.beans::join);
		}
	}

	void progress(String step) {
		this.notification.progress(step);
		tell(step);
	}

	void stages() {
		if (this.control != null) {
			this.control.stages();
		}
	}

	/**
	 * All beans are there.
	 */
	void complete() {
		this.beans.end();
	}

	/**
	 * Tells the launcher that the daemon is ready; the supervisor is told by the state of
	 * readiness.
	 */
	void ready(@Nullable String log) {
		if (this.control != null) {
			this.control.ready(log);
		}
	}

	void failed(Throwable failure, @Nullable ConfigurableApplicationContext context) {
		failedForLauncher(failure, context);
		if (this.notification.isActive()) {
			FailureReport report = report(failure, context);
			this.notification.failed(report.description() + " " + report.action(), failure);
		}
	}

	/**
	 * Tells the launcher only.
	 */
	void failedForLauncher(Throwable failure, @Nullable ConfigurableApplicationContext context) {
		if (this.control != null) {
			FailureReport report = report(failure, context);
			this.control.failed(report.description(), report.action());
		}
	}

	private FailureReport report(Throwable failure, @Nullable ConfigurableApplicationContext context) {
		return FailureReport.of(failure, this.application.getClassLoader(), context);
	}

	private void beanProgress(String step) {
		if (this.notification.isActive()) {
			this.notification.progress(step + this.beans.count());
		}
		tell(step);
	}

	private void tell(String step) {
		this.operation.progress(step);
		if (this.control != null) {
			this.control.progress(step);
		}
	}

}
