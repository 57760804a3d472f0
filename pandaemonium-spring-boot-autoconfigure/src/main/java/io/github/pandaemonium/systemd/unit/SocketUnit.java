package io.github.pandaemonium.systemd.unit;

import io.github.pandaemonium.systemd.unit.ServiceDescription.ListeningSocket;

/**
 * A socket unit. A unit gives all its sockets one name, so that each has one of its own.
 */
final class SocketUnit {

	private SocketUnit() {
	}

	/** The first has the name of the service. */
	static String name(ServiceDescription service, ListeningSocket socket) {
		boolean first = socket.equals(service.sockets().get(0));
		return service.unit() + (first ? "" : "-" + socket.name().replaceAll("[^A-Za-z0-9:_.-]+", "-")) + ".socket";
	}

	static String text(ServiceDescription service, ListeningSocket socket) {
		return new UnitText().section("Unit")
			.set("Description", UnitText.escaped("Socket " + socket.name() + " of " + service.name()))
			.section("Socket")
			.set("ListenStream", UnitText.escaped(socket.address()))
			.set("FileDescriptorName", UnitText.escaped(socket.name()))
			.set("Service", service.unit() + ".service")
			.section("Install")
			.set("WantedBy", "sockets.target")
			.toString();
	}

}
