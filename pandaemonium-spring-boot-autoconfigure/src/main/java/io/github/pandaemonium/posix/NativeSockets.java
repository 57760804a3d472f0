package io.github.pandaemonium.posix;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Calls on sockets of the internet, and those that tell what a socket is.
 */
final class NativeSockets {

	/**
	 * More than any address of a socket needs (struct sockaddr_storage, bits/socket.h).
	 */
	private static final int ADDRESS_SIZE = 128;

	private static final int SOCK_CLOEXEC = 02000000; // asm-generic/fcntl.h

	// struct sockaddr_in and sockaddr_in6 (netinet/in.h)

	private static final int SOCKADDR_IN_SIZE = 16;

	private static final int SOCKADDR_IN6_SIZE = 28;

	private static final int SIN6_SCOPE_ID = 24;

	private final LibC libc;

	NativeSockets(LibC libc) {
		this.libc = libc;
	}

	int socket(int domain, int type) {
		return this.libc.check("socket(" + domain + ", " + type + ")", "socket", domain, type | SOCK_CLOEXEC, 0);
	}

	void setOption(int fd, int level, int option, int value) {
		try (NativeMemory memory = new NativeMemory()) {
			long block = memory.allocate(Integer.BYTES);
			NativeMemory.putInt(block, value);
			this.libc.check("setsockopt(" + fd + ", " + level + ", " + option + ")", "setsockopt", fd, level, option,
					block, Integer.BYTES);
		}
	}

	void bind(int fd, int domain, InetSocketAddress address) {
		byte[] host = address.getAddress().getAddress();
		boolean old = domain == Posix.AF_INET;
		if (host.length != (old ? 4 : 16)) {
			throw new IllegalArgumentException(address + " is not of the family " + domain);
		}
		byte[] bytes = new byte[old ? SOCKADDR_IN_SIZE : SOCKADDR_IN6_SIZE];
		bytes[2] = (byte) (address.getPort() >> 8);
		bytes[3] = (byte) address.getPort();
		System.arraycopy(host, 0, bytes, old ? 4 : 8, host.length);
		try (NativeMemory memory = new NativeMemory()) {
			long sockaddr = memory.bytes(bytes, 0);
			NativeMemory.putShort(sockaddr, domain);
			if (address.getAddress() instanceof Inet6Address inet6) {
				NativeMemory.putInt(sockaddr + SIN6_SCOPE_ID, inet6.getScopeId());
			}
			this.libc.check("bind(" + fd + ", " + address.getPort() + ")", "bind", fd, sockaddr, bytes.length);
		}
	}

	void listen(int fd, int backlog) {
		this.libc.check("listen(" + fd + ")", "listen", fd, backlog);
	}

	int option(int fd, int option) {
		try (NativeMemory memory = new NativeMemory()) {
			long value = memory.allocate(Integer.BYTES);
			long length = memory.allocate(Integer.BYTES);
			NativeMemory.putInt(length, Integer.BYTES);
			this.libc.check("getsockopt(" + fd + ", " + option + ")", "getsockopt", fd, Constants.socketLevel(), option,
					value, length);
			return NativeMemory.getInt(value);
		}
	}

	@Nullable InetSocketAddress name(int fd) {
		byte[] address = new byte[ADDRESS_SIZE];
		int family;
		try (NativeMemory memory = new NativeMemory()) {
			long block = memory.allocate(ADDRESS_SIZE);
			long length = memory.allocate(Integer.BYTES);
			NativeMemory.putInt(length, ADDRESS_SIZE);
			this.libc.check("getsockname(" + fd + ")", "getsockname", fd, block, length);
			family = Short.toUnsignedInt(NativeMemory.getShort(block));
			NativeMemory.copyTo(block, address, ADDRESS_SIZE);
		}
		// struct sockaddr_in and sockaddr_in6, whose numbers are in network order
		int port = Byte.toUnsignedInt(address[2]) << 8 | Byte.toUnsignedInt(address[3]);
		if (family == Posix.AF_INET) {
			return new InetSocketAddress(host(address, 4, 4), port);
		}
		return (family == Posix.AF_INET6) ? new InetSocketAddress(host(address, 8, 16), port) : null;
	}

	private static InetAddress host(byte[] address, int from, int length) {
		try {
			return InetAddress.getByAddress(Arrays.copyOfRange(address, from, from + length));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex); // never of 4 or 16 bytes
		}
	}

}
