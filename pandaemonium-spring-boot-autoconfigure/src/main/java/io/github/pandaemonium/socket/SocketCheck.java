package io.github.pandaemonium.socket;

import java.net.InetSocketAddress;

import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;

/**
 * Looks at a descriptor that should be a listening TCP socket.
 */
final class SocketCheck {

	private final Posix posix;

	SocketCheck(Posix posix) {
		this.posix = posix;
	}

	/**
	 * Whether a descriptor is a socket of the internet family.
	 */
	boolean isInternetSocket(int fd) {
		FileStatus status = this.posix.fstat(fd);
		return status != null && status.isSocket() && isInternet(this.posix.getsockopt(fd, Posix.SO_DOMAIN));
	}

	boolean isListening(int fd) {
		return this.posix.getsockopt(fd, Posix.SO_ACCEPTCONN) != 0;
	}

	/**
	 * Returns the socket, or says what it is instead.
	 * @param fd the descriptor
	 * @param name its name
	 * @return the socket
	 */
	ListeningSocket require(int fd, String name) {
		FileStatus status = this.posix.fstat(fd);
		if (status == null) {
			throw invalid(fd, name, "it is not open",
					"Start the application in a way that leaves its descriptors open: a script calls it by exec and "
							+ "closes nothing.");
		}
		if (!status.isSocket()) {
			throw invalid(fd, name,
					"it is " + (status.isRegularFile() ? "a regular file" : "no socket")
							+ (status.isPipe() ? " but a pipe" : ""),
					"Pass only listening sockets (ListenStream=), or set pandaemonium.socket.inherit=never.");
		}
		if (this.posix.getsockopt(fd, Posix.SO_TYPE) != Posix.SOCK_STREAM) {
			throw invalid(fd, name, "it is a datagram socket",
					"Use ListenStream= in place of ListenDatagram= (in inetd.conf: stream and tcp).");
		}
		if (!isInternet(this.posix.getsockopt(fd, Posix.SO_DOMAIN))) {
			throw invalid(fd, name, "it is a socket of the UNIX domain",
					"Give ListenStream= a port, or an address with a port, in place of a path.");
		}
		if (!isListening(fd)) {
			throw invalid(fd, name, "it does not listen: it is a single connection",
					"Use Accept=no in the socket unit (in inetd.conf: wait in place of nowait).");
		}
		InetSocketAddress address = this.posix.getsockname(fd);
		if (address == null) {
			throw invalid(fd, name, "it has no address", "Bind it before it is passed on.");
		}
		return new ListeningSocket(fd, name, address);
	}

	private static boolean isInternet(int domain) {
		return domain == Posix.AF_INET || domain == Posix.AF_INET6;
	}

	private static InvalidSocketException invalid(int fd, String name, String reason, String action) {
		return new InvalidSocketException("The socket '" + name + "' (descriptor " + fd + ") can't be taken: " + reason,
				action);
	}

}
