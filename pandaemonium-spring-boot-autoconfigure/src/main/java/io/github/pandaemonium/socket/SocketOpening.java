package io.github.pandaemonium.socket;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;

/**
 * Opens listening sockets that can be handed on to another process.
 *
 * @since 0.1.0
 */
public final class SocketOpening {

	private final Posix posix;

	/**
	 * Creates the opening.
	 * @param posix the system calls
	 */
	public SocketOpening(Posix posix) {
		this.posix = posix;
	}

	/**
	 * Opens a socket, which listens and is close-on-exec.
	 * @param request what is wanted
	 * @return the socket; its name is what it is for
	 * @throws InvalidSocketException if the address is taken, is not this machine's, or
	 * is not for this user
	 */
	public ListeningSocket open(SocketRequest request) {
		int fd = bound(request);
		boolean open = false;
		try {
			this.posix.listen(fd, request.backlog());
			ListeningSocket socket = new SocketCheck(this.posix).require(fd, request.use());
			open = true;
			return socket;
		}
		catch (PosixException ex) {
			throw refused(request, ex);
		}
		finally {
			if (!open) {
				this.posix.close(fd);
			}
		}
	}

	/**
	 * Finds out, by a bind and no more, whether a socket could be opened.
	 * @param request what is wanted
	 * @return false where another socket listens there
	 * @throws InvalidSocketException if it could not be opened even if none did
	 */
	public boolean isFree(SocketRequest request) {
		try {
			this.posix.close(bound(request));
			return true;
		}
		catch (InvalidSocketException ex) {
			if (ex.getCause() instanceof PosixException cause && cause.is("EADDRINUSE")) {
				return false;
			}
			throw ex;
		}
	}

	private int bound(SocketRequest request) {
		InetSocketAddress address = new InetSocketAddress(host(request), request.port());
		int domain = (address.getAddress() instanceof Inet4Address) ? Posix.AF_INET : Posix.AF_INET6;
		int fd = -1;
		boolean bound = false;
		try {
			int low = this.posix.socket(domain, Posix.SOCK_STREAM);
			try {
				fd = this.posix.dup(low, SocketCopies.LEAST);
			}
			finally {
				this.posix.close(low);
			}
			this.posix.setsockopt(fd, Posix.SOL_SOCKET, Posix.SO_REUSEADDR, 1);
			if (domain == Posix.AF_INET6) {
				this.posix.setsockopt(fd, Posix.IPPROTO_IPV6, Posix.IPV6_V6ONLY, request.isWildcard() ? 0 : 1);
			}
			this.posix.bind(fd, domain, address);
			bound = true;
			return fd;
		}
		catch (PosixException ex) {
			throw refused(request, ex);
		}
		finally {
			if (!bound && fd >= 0) {
				this.posix.close(fd);
			}
		}
	}

	private static InetAddress host(SocketRequest request) {
		InetAddress host = request.host();
		try {
			return (host != null) ? host : InetAddress.getByAddress(new byte[hasInet6() ? 16 : 4]);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex); // never of 4 or 16 bytes
		}
	}

	/**
	 * Whether Java can do what the socket is for: it asks the system, and an option of
	 * its own.
	 */
	private static boolean hasInet6() {
		try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
			return channel.isOpen();
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false;
		}
	}

	private static InvalidSocketException refused(SocketRequest request, PosixException ex) {
		int port = request.port();
		if (ex.is("EADDRINUSE")) {
			return request.impossible("another process listens there",
					"Stop that process ('ss -ltnp sport = :" + port + "' tells which), or use another port.", ex);
		}
		if (ex.is("EACCES")) {
			return request.impossible("this user may not listen on port " + port,
					"Start it as root, with pandaemonium.user to run as, or use a port from 1024 on.", ex);
		}
		if (ex.is("EADDRNOTAVAIL")) {
			return request.impossible("this machine has no such address",
					"Name one that it has ('ip address' lists them), or leave the host out.", ex);
		}
		return request.impossible(ex.getCall() + ": " + ex.getText(), "Name another address.", ex);
	}

}
