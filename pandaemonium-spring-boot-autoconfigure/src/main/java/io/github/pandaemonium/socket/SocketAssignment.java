package io.github.pandaemonium.socket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Decides what each socket that was given is for: the web server, the management server,
 * or the application itself.
 *
 * @since 0.1.0
 */
public final class SocketAssignment {

	/** The use of the web server's socket. */
	public static final String WEB = "web";

	/** The use of the management server's socket. */
	public static final String MANAGEMENT = "management";

	private final boolean webServer;

	private final boolean management;

	private final @Nullable String webName;

	private final Map<String, String> names;

	/**
	 * Creates the assignment.
	 * @param webServer whether there is a web server
	 * @param management whether there can be a management server of its own
	 * @param webName the name of the web server's socket; by default it is the one that
	 * no other use names
	 * @param names further uses with the names of their sockets
	 */
	public SocketAssignment(boolean webServer, boolean management, @Nullable String webName,
			Map<String, String> names) {
		this.webServer = webServer;
		this.management = management;
		this.webName = webName;
		this.names = names;
	}

	/**
	 * Assigns.
	 * @param given the sockets, at least one
	 * @return the uses with their sockets
	 * @throws InvalidSocketException if sockets and uses don't match
	 */
	public Map<String, ListeningSocket> assign(List<ListeningSocket> given) {
		Map<String, ListeningSocket> assigned = new LinkedHashMap<>();
		List<ListeningSocket> left = new ArrayList<>(given);
		uses(given).forEach((use, name) -> {
			ListeningSocket socket = take(left, given, name, "pandaemonium.sockets." + use + ".name");
			if (use.equals(MANAGEMENT) && !this.management) {
				throw new InvalidSocketException("No management server can take the socket " + socket,
						"Add Spring Boot's Actuator to the web application, or take the socket away.");
			}
			assigned.put(use, socket);
		});
		if (this.webName != null) {
			ListeningSocket socket = take(left, given, this.webName, "pandaemonium.socket.name");
			requireWebServer(socket);
			assigned.put(WEB, socket);
		}
		else if (left.size() == 1) {
			requireWebServer(left.get(0));
			assigned.put(WEB, left.remove(0));
		}
		if (!left.isEmpty()) {
			throw new InvalidSocketException(
					"More sockets were given than are configured: " + list(left) + " would not be used",
					"Say which is the web server's (pandaemonium.socket.name) and what the others are for "
							+ "(pandaemonium.sockets.management.name, or pandaemonium.sockets.NAME.name for one that "
							+ "the application takes), or take them away. A name is FileDescriptorName= of a socket "
							+ "unit.");
		}
		return assigned;
	}

	private Map<String, String> uses(List<ListeningSocket> given) {
		Map<String, String> uses = new LinkedHashMap<>(this.names);
		boolean named = given.stream().anyMatch((socket) -> socket.name().equals(MANAGEMENT));
		if (named && !MANAGEMENT.equals(this.webName) && !uses.containsValue(MANAGEMENT)) {
			uses.putIfAbsent(MANAGEMENT, MANAGEMENT);
		}
		return uses;
	}

	private void requireWebServer(ListeningSocket socket) {
		if (!this.webServer) {
			throw new InvalidSocketException(
					"The socket " + socket + " was given, but there is no web server that could take it",
					"Take it away, name it under pandaemonium.sockets if the application takes it itself, or set "
							+ "pandaemonium.socket.inherit=never.");
		}
	}

	private static ListeningSocket take(List<ListeningSocket> left, List<ListeningSocket> given, String name,
			String property) {
		List<ListeningSocket> found = left.stream().filter((socket) -> socket.name().equals(name)).toList();
		if (found.isEmpty()) {
			throw new InvalidSocketException(
					property + "=" + name + ": no socket of that name was given, but " + list(given),
					"Correct the name, or set FileDescriptorName=" + name + " in the socket unit.");
		}
		if (found.size() > 1) {
			throw new InvalidSocketException(
					property + "=" + name + ": several sockets of that name were given: " + list(found),
					"Give each a socket unit and a FileDescriptorName= of its own.");
		}
		left.remove(found.get(0));
		return found.get(0);
	}

	private static String list(List<ListeningSocket> sockets) {
		return sockets.stream().map(ListeningSocket::toString).collect(Collectors.joining(", "));
	}

}
