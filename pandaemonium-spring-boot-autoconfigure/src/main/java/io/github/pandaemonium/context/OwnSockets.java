package io.github.pandaemonium.context;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pandaemonium.context.config.LaunchDirectoryEnvironmentPostProcessor;
import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.ListeningSocket;
import io.github.pandaemonium.socket.SocketAdoption;
import io.github.pandaemonium.socket.SocketAssignment;
import io.github.pandaemonium.socket.SocketOpening;
import io.github.pandaemonium.socket.SocketRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * The listening sockets that the application itself has opened, because a property gives
 * their address: by the launcher while it has the privileges for it, or by the process
 * that goes on as the application.
 */
final class OwnSockets {

	private final Map<String, SocketRequest> requests;

	private OwnSockets(Map<String, SocketRequest> requests) {
		this.requests = requests;
	}

	/**
	 * Reads the addresses.
	 * @throws InvalidSocketException if one is malformed
	 */
	static OwnSockets of(PandaemoniumProperties properties) {
		Map<String, SocketRequest> requests = new LinkedHashMap<>();
		add(requests, SocketAssignment.WEB, "socket", properties.socket().address(), properties.socket().backlog());
		properties.sockets().forEach((use, socket) -> {
			if (use.equals(SocketAssignment.WEB) && StringUtils.hasText(socket.address())) {
				throw new InvalidOptionException("sockets.web.address", socket.address(),
						"the web server's socket is configured elsewhere", "Use pandaemonium.socket.address.");
			}
			add(requests, use, "sockets." + use, socket.address(), socket.backlog());
		});
		return new OwnSockets(requests);
	}

	static OwnSockets none() {
		return new OwnSockets(Map.of());
	}

	private static void add(Map<String, SocketRequest> requests, String use, String prefix, @Nullable String address,
			int backlog) {
		if (StringUtils.hasText(address)) {
			if (backlog < 1) {
				throw new InvalidOptionException(prefix + ".backlog", Integer.toString(backlog), "it is not positive",
						"Use a number such as 4096.");
			}
			requests.put(use, SocketRequest.of(use, PandaemoniumProperties.PREFIX + "." + prefix + ".address",
					address.trim(), backlog));
		}
	}

	boolean isEmpty() {
		return this.requests.isEmpty();
	}

	Set<String> uses() {
		return this.requests.keySet();
	}

	List<SocketRequest> requests() {
		return List.copyOf(this.requests.values());
	}

	/**
	 * Returns those that nobody has given.
	 * @throws InvalidSocketException if one that is given is elsewhere
	 */
	OwnSockets without(Map<String, ListeningSocket> given) {
		Map<String, SocketRequest> left = new LinkedHashMap<>(this.requests);
		given.forEach((use, socket) -> {
			SocketRequest request = left.remove(use);
			if (request != null && !request.isAt(socket.address())) {
				throw request.impossible("the socket " + socket + ", which was given to this process, is elsewhere",
						"Remove the property, or let the socket listen there.", null);
			}
		});
		return new OwnSockets(left);
	}

	/**
	 * Finds those that a predecessor has opened, and that are still wanted.
	 * @param handed the predecessor's sockets by what they are for
	 */
	Map<String, ListeningSocket> among(Map<String, ListeningSocket> handed) {
		Map<String, ListeningSocket> among = new LinkedHashMap<>(handed);
		among.entrySet().removeIf((entry) -> {
			SocketRequest request = this.requests.get(entry.getKey());
			return request == null || !request.isAt(entry.getValue().address());
		});
		return among;
	}

	/**
	 * Returns those for other uses.
	 */
	OwnSockets except(Set<String> uses) {
		Map<String, SocketRequest> left = new LinkedHashMap<>(this.requests);
		left.keySet().removeAll(uses);
		return new OwnSockets(left);
	}

	/**
	 * Checks that there are servers for them, which are to listen there.
	 * @param webServer whether there is a web server
	 * @param management whether there can be a management server of its own
	 */
	void check(ConfigurableEnvironment environment, boolean webServer, boolean management) {
		ConfiguredAddress configured = new ConfiguredAddress(environment);
		SocketRequest web = this.requests.get(SocketAssignment.WEB);
		if (web != null) {
			if (!webServer) {
				throw web.impossible("there is no web server that could take the socket",
						"Remove it, or use pandaemonium.sockets.NAME.address for one that the application takes.",
						null);
			}
			configured.requireSame("server", web);
		}
		SocketRequest admin = this.requests.get(SocketAssignment.MANAGEMENT);
		if (admin != null) {
			if (!management) {
				throw admin.impossible("no management server can take the socket",
						"Add Spring Boot's Actuator to the web application, or remove it.", null);
			}
			configured.requireSame("management.server", admin);
		}
	}

	/**
	 * Checks, as far as that can be done while another process may still listen there,
	 * that this user may open them.
	 */
	void checkPermission(Posix posix) {
		requests().forEach(new SocketOpening(posix)::isFree);
	}

	/**
	 * Opens all, or none.
	 * @return the sockets by what they are for
	 */
	Map<String, ListeningSocket> open(Posix posix) {
		Map<String, ListeningSocket> sockets = new LinkedHashMap<>();
		boolean open = false;
		try {
			requests().forEach((request) -> sockets.put(request.use(), new SocketOpening(posix).open(request)));
			open = true;
			return sockets;
		}
		finally {
			if (!open) {
				sockets.values().forEach((socket) -> posix.close(socket.descriptor()));
			}
		}
	}

	/**
	 * Opens them in the process that goes on as the application. In the foreground of a
	 * JVM whose java.nio is closed to us, the servers do it themselves.
	 */
	Map<String, ListeningSocket> openHere(ConfigurableEnvironment environment) {
		if (isEmpty() || (SocketAdoption.isPossible() && NativeAccess.isAvailable())) {
			return isEmpty() ? Map.of() : open(NativeAccess.posix());
		}
		List<SocketRequest> others = new ArrayList<>();
		requests().forEach((request) -> {
			switch (request.use()) {
				case SocketAssignment.WEB -> leave(environment, "server", request);
				case SocketAssignment.MANAGEMENT -> leave(environment, "management.server", request);
				default -> others.add(request);
			}
		});
		if (!others.isEmpty()) {
			throw others.get(0)
				.impossible("it can't be opened in this JVM",
						"Put 'Add-Opens: java.base/sun.nio.ch' into the jar's manifest, or start java with "
								+ SocketAdoption.OPTION + ".",
						null);
		}
		return Map.of();
	}

	private static void leave(ConfigurableEnvironment environment, String prefix, SocketRequest request) {
		Map<String, Object> values = LaunchDirectoryEnvironmentPostProcessor.values(environment);
		values.put(prefix + ".port", request.port());
		if (request.host() != null) {
			values.put(prefix + ".address", request.host().getHostAddress());
		}
	}

}
