package io.github.pandaemonium.systemd.unit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.pandaemonium.systemd.unit.ServiceDescription.Manager;
import org.jspecify.annotations.Nullable;

/**
 * The service unit. It needs no {@code SuccessExitStatus=143}, since an application that
 * is a daemon ends with 0 after {@code TERM}.
 */
final class ServiceUnit {

	/** Between a failure and the next start. */
	private static final Duration PAUSE = Duration.ofSeconds(2);

	private static final int STARTS = 5;

	private ServiceUnit() {
	}

	static String text(ServiceDescription service) {
		boolean system = service.manager() == Manager.SYSTEM;
		UnitText text = new UnitText().section("Unit").set("Description", UnitText.escaped(service.name()));
		if (system) {
			text.set("Wants", "network-online.target");
		}
		String sockets = service.sockets()
			.stream()
			.map((socket) -> SocketUnit.name(service, socket))
			.collect(Collectors.joining(" "));
		text.set("Requires", sockets.isEmpty() ? null : sockets);
		text.set("After", ((system ? "network-online.target " : "") + sockets).strip());
		// with what systemd has for it, a start that always fails would be tried for ever
		text.set("StartLimitIntervalSec", UnitText.time(service.startTimeout().plus(PAUSE).multipliedBy(STARTS)))
			.set("StartLimitBurst", Integer.toString(STARTS));
		text.section("Service").set("Type", "notify").set("NotifyAccess", "main");
		identity(service, text);
		text.comment("where its configuration is looked for; it goes to its own working directory by itself");
		text.set("WorkingDirectory", UnitText.escaped(service.directory()));
		text.set("UMask", "%04o".formatted(service.umask()));
		new TreeMap<>(service.variables()).entrySet()
			.stream()
			.map(ServiceUnit::variable)
			.forEach((variable) -> text.set("Environment", variable));
		if (system) {
			text.set("EnvironmentFile", "-/etc/default/" + service.unit());
		}
		text.command("ExecStart", service.command());
		reload(service, text);
		timing(service, text);
		text.set("Sockets", sockets.isEmpty() ? null : sockets);
		Hardening.add(service, text);
		text.section("Install").set("WantedBy", system ? "multi-user.target" : "default.target");
		return text.toString();
	}

	private static void identity(ServiceDescription service, UnitText text) {
		if (service.isUserOfUnit()) {
			text.set("User", service.user()).set("Group", service.group());
		}
		else if (service.isRootNeeded()) {
			text.comment("no User=, since only root can create '" + service.pidFile() + "': it changes to user "
					+ service.user() + " by itself");
		}
		if (service.manager() == Manager.SYSTEM) {
			String runtime = (service.pidFile() != null) ? Place.of(service.pidFile()).runtimeDirectory() : null;
			String logs = (service.logFile() != null) ? Place.of(service.logFile()).logsDirectory() : null;
			// those of root would stay root's
			if (!service.isRootNeeded()) {
				directory(text, service, "RuntimeDirectory", "/run/", runtime);
				directory(text, service, "LogsDirectory", "/var/log/", logs);
			}
		}
	}

	private static void directory(UnitText text, ServiceDescription service, String option, String parent,
			@Nullable String directory) {
		String own = service.own(directory);
		if (own != null) {
			text.set(option, UnitText.word(own));
		}
		else if (directory != null) {
			text.comment(
					"'" + parent + directory + "' may be others' as well: see that it is there, and can be written");
		}
	}

	private static void reload(ServiceDescription service, UnitText text) {
		if (!service.reload().isEmpty()) {
			text.command("ExecReload", service.reload());
		}
		else if (service.reloadSignal() != null) {
			text.comment("returns at once; with a pid file, it would return when the reload has succeeded or failed");
			text.set("ExecReload", "/bin/kill -" + service.reloadSignal() + " $MAINPID");
		}
	}

	private static String variable(Map.Entry<String, String> variable) {
		return UnitText.word(variable.getKey() + "=" + variable.getValue());
	}

	private static void timing(ServiceDescription service, UnitText text) {
		text.set("KillMode", "mixed");
		text.comment("without progress; with it, a start may take longer");
		text.set("TimeoutStartSec", UnitText.time(service.startTimeout()));
		text.set("TimeoutStopSec", UnitText.time(service.stopTimeout()));
		text.set("Restart", "on-failure").set("RestartSec", UnitText.time(PAUSE));
		text.comment("a thread dump, then KILL");
		text.set("WatchdogSec", "60s").set("WatchdogSignal", "SIGQUIT").set("TimeoutAbortSec", "5s");
	}

}
