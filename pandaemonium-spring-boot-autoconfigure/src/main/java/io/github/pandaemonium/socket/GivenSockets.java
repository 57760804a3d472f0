package io.github.pandaemonium.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.pandaemonium.posix.Posix;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sockets that this process was given by whoever started it.
 *
 * @since 0.1.0
 */
public final class GivenSockets {

	/** The name of the socket of a super server. */
	public static final String STANDARD_INPUT = "stdin";

	private final Supplier<Posix> posix;

	private final ListenVariables variables;

	private final long pid;

	/**
	 * Prepares the search.
	 * @param posix the system calls, asked for only where there is something to look at
	 * @param environment the variables of this process
	 * @param pid the number of this process
	 */
	public GivenSockets(Supplier<Posix> posix, Map<String, String> environment, long pid) {
		this.posix = posix;
		this.variables = new ListenVariables(environment);
		this.pid = pid;
	}

	/**
	 * Finds those that systemd passes, or anyone who speaks as it does, and makes them
	 * close-on-exec.
	 * @return the sockets in the order of their descriptors
	 * @throws InvalidSocketException if one is no listening TCP socket, or the variables
	 * are wrong
	 */
	public List<ListeningSocket> passed() {
		Map<Integer, String> descriptors = this.variables.descriptors(this.pid);
		if (descriptors.isEmpty()) {
			return List.of();
		}
		SocketCheck check = new SocketCheck(this.posix.get());
		List<ListeningSocket> sockets = new ArrayList<>();
		descriptors.forEach((fd, name) -> sockets.add(check.require(fd, name)));
		sockets.forEach((socket) -> this.posix.get().setCloseOnExec(socket.descriptor(), true));
		return sockets;
	}

	/**
	 * Finds that of a super server such as inetd, which is standard input.
	 * @param required whether anything that is no listening socket is an error
	 * @return the socket on descriptor 0, or {@code null} where it is none
	 * @throws InvalidSocketException if it is required and not a listening TCP socket
	 */
	public @Nullable ListeningSocket standardInput(boolean required) {
		SocketCheck check = new SocketCheck(this.posix.get());
		if (!required && !(check.isInternetSocket(0) && check.isListening(0))) {
			return null;
		}
		return check.require(0, STANDARD_INPUT);
	}

	/**
	 * Tells why descriptors that were passed are not this process's.
	 * @return the reason, or {@code null} where there are none
	 */
	public @Nullable String foreign() {
		return this.variables.foreign(this.pid);
	}

}
