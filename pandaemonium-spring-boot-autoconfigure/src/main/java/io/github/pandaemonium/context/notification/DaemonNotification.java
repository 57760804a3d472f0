package io.github.pandaemonium.context.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import io.github.pandaemonium.context.logging.LogFileLocation;
import io.github.pandaemonium.context.reload.DaemonReload;
import io.github.pandaemonium.context.reload.ReloadResult;
import io.github.pandaemonium.daemon.ReadinessDescriptor;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.systemd.BackgroundVital;
import io.github.pandaemonium.systemd.DispatchVital;
import io.github.pandaemonium.systemd.InvalidVariableException;
import io.github.pandaemonium.systemd.Notification;
import io.github.pandaemonium.systemd.Notifier;
import io.github.pandaemonium.systemd.NotifySocket;
import io.github.pandaemonium.systemd.SupervisorVariables;
import io.github.pandaemonium.systemd.Vital;
import io.github.pandaemonium.systemd.Watchdog;
import io.github.pandaemonium.systemd.WatchdogSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Tells the supervisor of this process what becomes of the application. Without one that
 * wants to know, nothing is done.
 *
 * @since 0.1.0
 */
public final class DaemonNotification {

	/** A reload is waited for on the thread of the signals for so long. */
	private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(30);

	private final NotificationSettings settings;

	private final @Nullable Notifier notifier;

	private final @Nullable WatchdogSettings watchdog;

	private final LongSupplier dispatch;

	/** Who may run another application after this one is closed. */
	private final Thread main = Thread.currentThread();

	/** A lock of its own, since complaints come from below. */
	private final Object complaining = new Object();

	/** What could not be logged yet. */
	private @Nullable List<String> complaints = new ArrayList<>();

	private @Nullable ReadinessDescriptor descriptor;

	private volatile @Nullable HealthGroup health;

	private volatile @Nullable StatusLine line;

	private volatile boolean broken;

	private volatile boolean closed;

	private volatile long closedAt;

	/**
	 * Creates the notification, on the thread that runs the application.
	 * @param settings how
	 * @param supervised whether this process may have a supervisor to tell
	 * @param dispatch the number of the signal that listeners are at work on, as
	 * {@link DispatchVital} has it
	 */
	public DaemonNotification(NotificationSettings settings, boolean supervised, LongSupplier dispatch) {
		this.settings = settings;
		this.dispatch = dispatch;
		this.descriptor = settings.descriptor();
		String variable = supervised ? NotifySocket.variable() : null;
		this.notifier = (variable != null) ? notifier(variable) : null;
		this.watchdog = (this.notifier != null) ? watchdog() : null;
	}

	/**
	 * Tells of a failure before there was anything else to tell.
	 * @param description what went wrong
	 * @param failure the failure
	 */
	public static void failedEarly(String description, Throwable failure) {
		String variable = NotifySocket.variable();
		if (variable == null || !NativeAccess.isAvailable()) {
			return;
		}
		try {
			new Notifier(NotifySocket.of(NativeAccess.posix(), variable, (complaint) -> {
			}), () -> Duration.ZERO, Duration.ZERO, Duration.ZERO).failed(description, ErrorNumber.of(failure));
		}
		catch (InvalidVariableException ex) {
			// what went wrong first is what counts
		}
	}

	/**
	 * Whether there is somebody to tell.
	 * @return whether there is
	 */
	public boolean isActive() {
		return this.notifier != null;
	}

	/**
	 * Begins, as soon as there is logging: from now on nobody needs the variables.
	 */
	public void begin() {
		Notifier notifier = this.notifier;
		if (notifier != null) {
			Runtime.getRuntime().addShutdownHook(new Thread(this::end, "pandaemonium-notify-stop"));
		}
		synchronized (this.complaining) {
			List<String> complaints = this.complaints;
			this.complaints = null;
			if (complaints != null) {
				complaints.forEach(this::complain);
			}
		}
		if (!this.settings.inherited() && SupervisorVariables.arePresent() && NativeAccess.isAvailable()) {
			SupervisorVariables.remove(NativeAccess.posix());
		}
	}

	/**
	 * Follows a context.
	 * @param context the context, which is not refreshed yet
	 * @param reload what reloads it
	 */
	public void join(ConfigurableApplicationContext context, DaemonReload reload) {
		String group = this.settings.healthGroup();
		if (group != null) {
			context
				.addBeanFactoryPostProcessor((factory) -> HealthGroup.requirePresent(group, context.getClassLoader()));
		}
		Notifier notifier = this.notifier;
		if (notifier == null && this.descriptor == null && group == null) {
			return;
		}
		this.closed = false;
		context.addApplicationListener(new AvailabilityListener(this, context));
		if (notifier != null) {
			context.addBeanFactoryPostProcessor(
					(factory) -> factory.addBeanPostProcessor(new StopProgress(notifier::progress)));
			reload.observe(notifier::reloading, this::reloaded);
		}
	}

	/**
	 * Tells what the start is at work on.
	 * @param step the step
	 */
	public void progress(String step) {
		if (this.notifier != null) {
			this.notifier.progress(step);
		}
	}

	/**
	 * Tells why the start failed.
	 * @param description what went wrong
	 * @param failure the failure
	 */
	public void failed(String description, Throwable failure) {
		if (this.notifier != null) {
			this.notifier.failed(description, ErrorNumber.of(failure));
		}
	}

	/**
	 * Tells that another process has taken over; nothing more is told by this one.
	 * @param pid the process
	 * @return whether the supervisor has read it
	 */
	public boolean succeeded(int pid) {
		return this.notifier != null && this.notifier.succeeded(pid);
	}

	void refreshed(ConfigurableApplicationContext context) {
		String group = this.settings.healthGroup();
		if (group != null) {
			this.health = HealthGroup.of(context, group);
		}
	}

	void liveness(LivenessState state) {
		this.broken = state == LivenessState.BROKEN;
	}

	synchronized void accepting(ConfigurableEnvironment environment) {
		StatusLine line = this.line;
		this.line = (line != null) ? line.withRefusing(null)
				: new StatusLine(Instant.now(), LogFileLocation.of(environment), null, null);
		if (this.notifier != null) {
			this.notifier.ready(this.line.toString(), (this.watchdog != null) ? watchdog(this.watchdog) : null);
			this.notifier.status(this.line.toString());
		}
		if (this.descriptor != null) {
			this.descriptor.ready();
			this.descriptor = null;
		}
	}

	synchronized void refusing() {
		if (this.line != null && this.notifier != null && !this.closed) {
			this.line = this.line.withRefusing(Instant.now());
			this.notifier.status(this.line.toString());
		}
	}

	/**
	 * A main that has not returned may run another application, and a supervisor would
	 * not know how to go back from the end.
	 */
	void closing() {
		this.closedAt = System.nanoTime();
		this.closed = true;
		if (!this.main.isAlive()) {
			end();
		}
	}

	private void end() {
		if (this.notifier != null) {
			this.notifier.stopping();
		}
	}

	private synchronized void reloaded(ReloadResult result) {
		if (this.line != null && this.notifier != null) {
			this.line = this.line.withReload(result);
			this.notifier.reloaded(this.line.toString());
		}
	}

	private Watchdog watchdog(WatchdogSettings watchdog) {
		List<Vital> vitals = new ArrayList<>();
		vitals.add((clock) -> this.broken ? "the liveness state is BROKEN" : null);
		vitals.add((clock) -> isGone() ? "the application's context is closed, and main has not ended" : null);
		vitals.add(new DispatchVital("the thread that delivers signals", this.dispatch,
				watchdog.period().plus(this.settings.grace()).plus(LONGEST_DELIVERY)));
		if (this.health != null) {
			vitals.add(new BackgroundVital(this.health.toString(), this::healthProblem, watchdog.period()));
		}
		return new Watchdog(watchdog, this.settings.grace(), vitals);
	}

	private boolean isGone() {
		return this.closed && System.nanoTime() - this.closedAt > this.settings.stopTimeout().toNanos();
	}

	/**
	 * Asks the group of the context that is there now: main may run one after another.
	 */
	private @Nullable String healthProblem() {
		HealthGroup health = this.health;
		return (this.closed || health == null) ? null : health.problem();
	}

	private @Nullable Notifier notifier(String variable) {
		try {
			if (!NativeAccess.isAvailable()) {
				complain("The supervisor is not told of readiness, because system calls are not available");
				return null;
			}
			Posix posix = NativeAccess.posix();
			return new Notifier(NotifySocket.of(posix, variable, this::complain), posix::clockMonotonic,
					this.settings.startTimeout(), this.settings.stopTimeout());
		}
		catch (InvalidVariableException ex) {
			complain(String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private @Nullable WatchdogSettings watchdog() {
		try {
			return WatchdogSettings.of(System.getenv(), ProcessHandle.current().pid());
		}
		catch (InvalidVariableException ex) {
			complain(String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private void complain(String complaint) {
		synchronized (this.complaining) {
			if (this.complaints != null) {
				this.complaints.add(complaint);
				return;
			}
		}
		Logging.logger.warn(complaint);
	}

	/** Nothing is logged before there is logging. */
	private static final class Logging {

		private static final Log logger = LogFactory.getLog(DaemonNotification.class);

	}

}
