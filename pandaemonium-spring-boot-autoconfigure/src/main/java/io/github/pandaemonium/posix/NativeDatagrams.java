package io.github.pandaemonium.posix;

import java.time.Duration;

/**
 * Calls on datagram sockets of the UNIX domain, which Java does not have, see
 * {@code unix(7)}.
 */
final class NativeDatagrams {

	// bits/socket.h, asm-generic/socket.h: the same on x86_64 and aarch64

	private static final int AF_UNIX = 1;

	private static final int SOCK_DGRAM = 2;

	private static final int SOCK_CLOEXEC = 02000000;

	private static final int MSG_DONTWAIT = 0x40;

	private static final int MSG_NOSIGNAL = 0x4000;

	private static final int SOL_SOCKET = 1;

	private static final int SO_SNDTIMEO = 21;

	private final LibC libc;

	NativeDatagrams(LibC libc) {
		this.libc = libc;
	}

	int socket(Duration sendTimeout) {
		int fd = this.libc.check("socket(AF_UNIX, SOCK_DGRAM)", "socket", AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		try (NativeMemory memory = new NativeMemory()) {
			long time = memory.allocate(2 * Long.BYTES); // struct timeval
			NativeMemory.putLong(time, sendTimeout.toSeconds());
			NativeMemory.putLong(time + Long.BYTES, sendTimeout.toNanosPart() / 1000);
			this.libc.check("setsockopt(SO_SNDTIMEO)", "setsockopt", fd, SOL_SOCKET, SO_SNDTIMEO, time, 2 * Long.BYTES);
		}
		return fd;
	}

	boolean sendto(int fd, byte[] message, byte[] name, boolean wait) {
		try (NativeMemory memory = new NativeMemory()) {
			long address = address(memory, name);
			int flags = MSG_NOSIGNAL | (wait ? 0 : MSG_DONTWAIT);
			// not repeated after EINTR, since each time would wait as long again
			long sent = this.libc.call("sendto", fd, memory.bytes(message, 0), message.length, flags, address,
					addressLength(name));
			if (sent >= 0) {
				return true;
			}
			int errno = this.libc.errno();
			if (errno == Constants.errno("EAGAIN") || errno == Constants.errno("ENOBUFS")
					|| errno == Constants.errno("EINTR")) {
				return false;
			}
			throw new PosixException("sendto(" + fd + ")", errno);
		}
	}

	/**
	 * A {@code struct sockaddr_un}. Its length tells where an abstract name ends.
	 */
	static long address(NativeMemory memory, byte[] name) {
		byte[] address = new byte[addressLength(name)];
		System.arraycopy(name, 0, address, Short.BYTES, name.length);
		long block = memory.bytes(address, 0);
		NativeMemory.putShort(block, AF_UNIX);
		return block;
	}

	static int addressLength(byte[] name) {
		return Short.BYTES + name.length;
	}

}
