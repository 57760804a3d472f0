package io.github.pandaemonium.systemd.unit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pandaemonium.systemd.unit.ServiceDescription.Manager;

/**
 * What a service is kept from, as far as a JVM can do without it: it writes code to
 * memory that it then executes, so that {@code MemoryDenyWriteExecute} can't be among
 * them. See systemd.exec(5).
 */
final class Hardening {

	private Hardening() {
	}

	static void add(ServiceDescription service, UnitText text) {
		text.set("NoNewPrivileges", "yes");
		if (service.manager() == Manager.USER) {
			return; // which can't do more on every kernel
		}
		capabilities(service, text);
		text.set("ProtectSystem", "full");
		String writable = Stream.of(service.pidFile(), service.logFile())
			.filter((path) -> path != null)
			.map(Place::of)
			.filter(Place::isOfSystem)
			.map((place) -> UnitText.word("-" + place.parent()))
			.distinct()
			.collect(Collectors.joining(" "));
		text.set("ReadWritePaths", writable.isEmpty() ? null : writable);
		List<Place> places = service.places();
		text.set("ProtectHome", places.stream().anyMatch(Place::isInHome) ? null : "yes");
		text.set("PrivateTmp", places.stream().anyMatch(Place::isTemporary) ? null : "yes");
		for (String what : List.of("PrivateDevices", "ProtectClock", "ProtectControlGroups", "ProtectHostname",
				"ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "LockPersonality",
				"RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID")) {
			text.set(what, "yes");
		}
		text.set("RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6 AF_NETLINK");
		text.set("SystemCallArchitectures", "native");
		text.set("SystemCallFilter", "@system-service");
		text.set("SystemCallErrorNumber", "EPERM");
	}

	private static void capabilities(ServiceDescription service, UnitText text) {
		if (service.isUserOfUnit()) {
			String port = service.lowPort() ? "CAP_NET_BIND_SERVICE" : "";
			text.set("AmbientCapabilities", port.isEmpty() ? null : port);
			text.set("CapabilityBoundingSet", port);
		}
	}

}
