package io.github.pandaemonium.posix;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Calls that tell what a socket is.
 */
final class NativeSockets {

	/**
	 * More than any address of a socket needs (struct sockaddr_storage, bits/socket.h).
	 */
	private static final int ADDRESS_SIZE = 128;

	private final LibC libc;

	NativeSockets(LibC libc) {
		this.libc = libc;
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
