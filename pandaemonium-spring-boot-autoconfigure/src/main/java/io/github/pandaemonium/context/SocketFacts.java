package io.github.pandaemonium.context;

import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.command.CommandException;
import io.github.pandaemonium.command.ExitStatus;
import io.github.pandaemonium.systemd.unit.ServiceDescription.ListeningSocket;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * Finds the sockets that the application wants to be given: that of the web server, and
 * that of the management server. The address of any other only the application knows.
 */
final class SocketFacts {

	private static final String PREFIX = PandaemoniumProperties.PREFIX + ".";

	private SocketFacts() {
	}

	static List<ListeningSocket> of(ConfigurableEnvironment environment) {
		List<ListeningSocket> sockets = new ArrayList<>();
		String name = environment.getProperty(PREFIX + "socket.name");
		if (StringUtils.hasText(name)
				|| "required".equalsIgnoreCase(environment.getProperty(PREFIX + "socket.inherit"))) {
			sockets.add(new ListeningSocket(StringUtils.hasText(name) ? name : "web",
					address(environment, "server", 8080)));
		}
		String management = environment.getProperty(PREFIX + "sockets.management.name");
		if (management != null) {
			sockets.add(new ListeningSocket(StringUtils.hasText(management) ? management : "management",
					address(environment, "management.server", 0)));
		}
		return sockets;
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
		return (address.indexOf(':') >= 0) ? "[" + address + "]:" + port : address + ":" + port;
	}

}
