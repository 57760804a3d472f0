package io.github.pandaemonium.socket;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.pandaemonium.posix.Posix;

/**
 * The sockets that a process was born with, since its launcher has opened them for it.
 *
 * @since 0.1.0
 */
public final class BornSockets {

	private BornSockets() {
	}

	/**
	 * Checks them and makes them close-on-exec.
	 * @param posix the system calls
	 * @param descriptors the descriptors by what they are for
	 * @return the sockets by what they are for
	 * @throws InvalidSocketException if one is no listening TCP socket
	 */
	public static Map<String, ListeningSocket> of(Posix posix, Map<String, Integer> descriptors) {
		Map<String, ListeningSocket> sockets = new LinkedHashMap<>();
		descriptors.forEach((use, fd) -> sockets.put(use, new SocketCheck(posix).require(fd, use)));
		descriptors.values().forEach((fd) -> posix.setCloseOnExec(fd, true));
		return sockets;
	}

}
