package io.github.pandaemonium.context;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.github.pandaemonium.command.StopSchedule;
import io.github.pandaemonium.context.config.RelativeValue;
import io.github.pandaemonium.context.config.RelativeValues;
import io.github.pandaemonium.daemon.Daemon;
import io.github.pandaemonium.daemon.DaemonBuilder;
import io.github.pandaemonium.context.notification.NotificationSettings;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.DaemonOptions;
import io.github.pandaemonium.daemon.ReadinessDescriptor;
import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.signal.SignalMap;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads the properties as an environment has them, and turns them into the options of a
 * daemon. Every value that can't be is an {@link InvalidOptionException}.
 */
final class DaemonSettings {

	private final PandaemoniumProperties properties;

	private final Path directory;

	private DaemonSettings(PandaemoniumProperties properties, Path directory) {
		this.properties = properties;
		this.directory = directory;
	}

	static DaemonSettings of(ConfigurableEnvironment environment, Path directory) {
		refuseNumericUmask(environment);
		try {
			return new DaemonSettings(
					Binder.get(environment)
						.bindOrCreate(PandaemoniumProperties.PREFIX, Bindable.of(PandaemoniumProperties.class)),
					directory);
		}
		catch (BindException ex) {
			throw InvalidProperty.translate(ex);
		}
	}

	static boolean isEnabled(ConfigurableEnvironment environment) {
		try {
			return Binder.get(environment).bind(PandaemoniumProperties.PREFIX + ".enabled", boolean.class).orElse(true);
		}
		catch (BindException ex) {
			throw InvalidProperty.translate(ex);
		}
	}

	PandaemoniumProperties properties() {
		return this.properties;
	}

	StopSchedule stopSchedule() {
		String schedule = text(this.properties.stopSchedule());
		requireAtLeast(Duration.ofMillis(1), "stop-timeout", this.properties.stopTimeout());
		return (schedule != null) ? StopSchedule.of(schedule) : StopSchedule.of(this.properties.stopTimeout());
	}

	/**
	 * Finds values that mean another file in the daemon than in the foreground.
	 */
	List<RelativeValue> relativeValues(ConfigurableEnvironment environment) {
		return new RelativeValues(environment, path("working-directory", this.properties.workingDirectory())).find();
	}

	DaemonOptions options(List<DaemonStep> steps) {
		PandaemoniumProperties p = this.properties;
		requireAtLeast(Duration.ZERO, "pid-file-timeout", p.pidFileTimeout());
		requireAtLeast(Duration.ofMillis(1), "start-timeout", p.startTimeout());
		requireAtLeast(Duration.ofMillis(1), "stop-timeout", p.stopTimeout());
		if (text(p.stopSchedule()) != null && NativeAccess.isAvailable()) {
			stopSchedule(); // which only a verb needs, and then it is late
		}
		DaemonBuilder builder = Daemon.builder()
			.detach(p.detach())
			.workingDirectory(path("working-directory", p.workingDirectory()))
			.umask(umask(p.umask()))
			.preventCore(p.preventCore())
			.user(text(p.user()))
			.group(text(p.group()))
			.initGroups(p.initGroups())
			.pidFile(pidFile())
			.inheritFiles(p.inheritFiles())
			.signalMap(SignalMap.of(p.signalMap()))
			.stdin(fromLaunchDirectory("stdin", p.stdin()))
			.stdout(fromLaunchDirectory("stdout", p.stdout()))
			.stderr(fromLaunchDirectory("stderr", p.stderr()))
			.javaOptions(p.javaOptions())
			.waitFor(p.waitFor())
			.startTimeout(p.startTimeout());
		for (DaemonStep step : steps) {
			if (step.isReplacement()) {
				builder.replace(step.stage(), step);
			}
			else {
				builder.after(step.stage(), step);
			}
		}
		return builder.options();
	}

	/**
	 * Finds out how a supervisor is told.
	 * @param mode how the application is run
	 */
	NotificationSettings notification(DaemonMode mode) {
		PandaemoniumProperties p = this.properties;
		requireAtLeast(Duration.ZERO, "watchdog.grace", p.watchdog().grace());
		return new NotificationSettings(p.startTimeout(), p.stopTimeout(), p.watchdog().grace(),
				text(p.watchdog().healthGroup()), p.inheritNotifySocket(), descriptor(mode));
	}

	private @Nullable ReadinessDescriptor descriptor(DaemonMode mode) {
		Integer fd = this.properties.notificationFd();
		if (fd == null || !NativeAccess.isAvailable()) {
			return null;
		}
		if (mode == DaemonMode.DETACHED) {
			throw ReadinessDescriptor.ofDetached(fd);
		}
		return ReadinessDescriptor.of(NativeAccess.posix(), fd);
	}

	@Nullable PidLockFile pidFile() {
		String pidFile = text(this.properties.pidFile());
		if (pidFile == null || !NativeAccess.isAvailable()) {
			return null;
		}
		Path path = path("pid-file", pidFile);
		if (!path.isAbsolute()) {
			throw new InvalidOptionException("pid-file", pidFile, "the path is not absolute",
					"Use a path that starts with '/'.");
		}
		return new PidLockFile(NativeAccess.posix(), path, this.properties.pidFileTimeout(), false);
	}

	private Path fromLaunchDirectory(String option, String value) {
		return this.directory.resolve(path(option, value)).normalize();
	}

	private static Path path(String option, String value) {
		try {
			return Path.of(value);
		}
		catch (InvalidPathException ex) {
			throw new InvalidOptionException(option, value, "it is not a path", "Use the absolute path of a file.", ex);
		}
	}

	private static @Nullable String text(@Nullable String value) {
		return (value == null || value.isBlank()) ? null : value;
	}

	private static int umask(String umask) {
		if (umask.matches("[0-7]{1,4}")) {
			return Integer.parseInt(umask, 8);
		}
		throw new InvalidOptionException("umask", umask, "it is not an octal number",
				"Use three octal digits, for example \"027\".");
	}

	private static void requireAtLeast(Duration least, String option, Duration value) {
		if (value.compareTo(least) < 0) {
			throw new InvalidOptionException(option, DurationStyle.SIMPLE.print(value, ChronoUnit.SECONDS),
					least.isZero() ? "it is negative" : "it is not positive", "Use a time such as 30s or 2m.");
		}
	}

	/**
	 * To YAML {@code 022} is an octal number, and what arrives is 18: nobody can tell any
	 * more what was written.
	 */
	private static void refuseNumericUmask(ConfigurableEnvironment environment) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(PandaemoniumProperties.PREFIX + ".umask");
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				if (property.getValue() instanceof Number number) {
					throw new InvalidOptionException("umask", number.toString(),
							"YAML has read it as a number, so that its octal digits are lost"
									+ ((property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : ""),
							"Write it in quotes: umask: " + quoted(number.intValue()));
				}
				return;
			}
		}
	}

	/**
	 * The number as octal digits; where its decimal digits could be meant so, these too.
	 */
	private static String quoted(int number) {
		String octal = "\"" + String.format("%03o", number) + "\"";
		String digits = Integer.toString(number);
		return (digits.matches("[0-7]{2,3}") && Integer.parseInt(digits, 8) != number)
				? octal + ", or \"" + "0".repeat(3 - digits.length()) + digits + "\" if it was written without a zero"
				: octal;
	}

}
