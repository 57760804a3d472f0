package io.github.pandaemonium.context;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.socket.SocketAssignment;
import io.github.pandaemonium.socket.SocketRequest;
import io.github.pandaemonium.systemd.unit.ServiceDescription.ListeningSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * Finds the sockets that the application wants to be given: that of the web server, and
 * that of the management server. The address of any other only the application knows,
 * unless it is configured.
 */
final class SocketFacts {

	private static final String PREFIX = PandaemoniumProperties.PREFIX + ".";

	private SocketFacts() {
	}

	static List<ListeningSocket> of(ConfigurableEnvironment environment, PandaemoniumProperties properties) {
		List<ListeningSocket> sockets = new ArrayList<>();
		String name = environment.getProperty(PREFIX + "socket.name");
		if (StringUtils.hasText(name) || configured(environment, "socket.address") != null
				|| "required".equalsIgnoreCase(environment.getProperty(PREFIX + "socket.inherit"))) {
			sockets.add(new ListeningSocket(StringUtils.hasText(name) ? name : "web",
					own(environment, "socket.address", "server", 8080)));
		}
		String management = environment.getProperty(PREFIX + "sockets.management.name");
		if (management != null || configured(environment, "sockets.management.address") != null) {
			sockets.add(new ListeningSocket(StringUtils.hasText(management) ? management : "management",
					own(environment, "sockets.management.address", "management.server", 0)));
		}
		properties.sockets().forEach((use, socket) -> {
			String key = "sockets." + use + ".address";
			if (!use.equals(SocketAssignment.MANAGEMENT) && configured(environment, key) != null) {
				sockets.add(new ListeningSocket(name(use, socket), own(environment, key, use, 0)));
			}
		});
		return sockets;
	}

	/**
	 * Finds those that the application takes itself, and whose address nobody has
	 * configured.
	 * @return the names of the sockets by what they are for
	 */
	static Map<String, String> elsewhere(PandaemoniumProperties properties) {
		Map<String, String> names = new TreeMap<>();
		properties.sockets().forEach((use, socket) -> {
			if (!use.equals(SocketAssignment.MANAGEMENT) && !StringUtils.hasText(socket.address())) {
				names.put(use, name(use, socket));
			}
		});
		return names;
	}

	private static String name(String use, PandaemoniumProperties.NamedSocket socket) {
		return StringUtils.hasText(socket.name()) ? socket.name() : use;
	}

	private static @Nullable String configured(ConfigurableEnvironment environment, String key) {
		String value = environment.getProperty(PREFIX + key);
		return StringUtils.hasText(value) ? value : null;
	}

	/**
	 * The address of a socket that the application would open, as systemd wants it.
	 */
	private static String own(ConfigurableEnvironment environment, String key, String prefix, int standard) {
		String value = configured(environment, key);
		if (value == null) {
			return address(environment, prefix, standard);
		}
		SocketRequest request = SocketRequest.of(prefix, PREFIX + key, value, 1);
		InetAddress host = request.host();
		if (request.port() == 0) {
			throw new CommandException(ExitStatus.NOT_CONFIGURED,
					PREFIX + key + " is '" + value + "', so that a socket unit can't say on which port to listen",
					"Give it a port.");
		}
		return (host == null) ? Integer.toString(request.port())
				: stream(host.getHostAddress(), Integer.toString(request.port()));
	}

	private static String address(ConfigurableEnvironment environment, String prefix, int standard) {
		int port = environment.getProperty(prefix + ".port", Integer.class, standard);
		if (port <= 0) {
			throw new CommandException(ExitStatus.NOT_CONFIGURED,
					prefix + ".port is '" + port + "', so that a socket unit can't say on which port to listen",
					"Set " + prefix + ".port.");
		}
		String address = environment.getProperty(prefix + ".address");
		if (!StringUtils.hasText(address)) {
			return Integer.toString(port);
		}
		try {
			// systemd takes no names
			return stream(InetAddress.getByName(address).getHostAddress(), Integer.toString(port));
		}
		catch (UnknownHostException ex) {
			throw new CommandException(ExitStatus.NOT_CONFIGURED,
					prefix + ".address is '" + address + "', which is unknown",
					"Set it to an address of this machine.");
		}
	}

	/**
	 * Returns an address with a port as a socket unit has it, see systemd.socket(5).
	 */
	static String stream(String address, String port) {
		return (address.indexOf(':') >= 0) ? "[" + address + "]:" + port : address + ":" + port;
	}

}
