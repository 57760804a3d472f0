package io.github.pandaemonium.posix;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Calls that pass descriptors from process to process, which Java does not have, see
 * {@code SCM_RIGHTS} in {@code unix(7)} and {@code cmsg(3)}.
 */
final class NativeRights {

	// bits/socket.h, the same on x86_64 and aarch64

	private static final int AF_UNIX = 1;

	private static final int SOCK_STREAM = 1;

	private static final int SOCK_CLOEXEC = 02000000;

	private static final int SOCK_NONBLOCK = 04000;

	private static final int SOL_SOCKET = 1;

	private static final int SCM_RIGHTS = 1;

	private static final int MSG_NOSIGNAL = 0x4000;

	private static final int MSG_CMSG_CLOEXEC = 0x40000000;

	private static final int MSG_CTRUNC = 0x8;

	// struct msghdr, struct iovec and struct cmsghdr of 64 bits

	private static final int MSGHDR_SIZE = 56;

	private static final int MSG_NAMELEN = 8;

	private static final int MSG_IOV = 16;

	private static final int MSG_IOVLEN = 24;

	private static final int MSG_CONTROL = 32;

	private static final int MSG_CONTROLLEN = 40;

	private static final int MSG_FLAGS = 48;

	private static final int CMSG_LEVEL = 8;

	private static final int CMSG_TYPE = 12;

	private static final int CMSG_DATA = 16;

	private static final int MOST_DESCRIPTORS = 64;

	private final LibC libc;

	NativeRights(LibC libc) {
		this.libc = libc;
	}

	int connect(String path) {
		int fd = this.libc.check("socket(AF_UNIX, SOCK_STREAM)", "socket", AF_UNIX,
				SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		boolean connected = false;
		try (NativeMemory memory = new NativeMemory()) {
			byte[] name = (path + '\0').getBytes(StandardCharsets.UTF_8);
			this.libc.check("connect(\"" + path + "\")", "connect", fd, NativeDatagrams.address(memory, name),
					NativeDatagrams.addressLength(name));
			connected = true;
			return fd;
		}
		finally {
			if (!connected) {
				this.libc.callInt("close", fd); // nothing was written to it
			}
		}
	}

	void send(int fd, byte[] bytes, List<Integer> descriptors, byte @Nullable [] name) {
		if (descriptors.isEmpty() || descriptors.size() > MOST_DESCRIPTORS) {
			throw new IllegalArgumentException("One to " + MOST_DESCRIPTORS + " descriptors can be sent");
		}
		try (NativeMemory memory = new NativeMemory()) {
			int length = CMSG_DATA + descriptors.size() * Integer.BYTES; // CMSG_LEN
			int space = (length + Long.BYTES - 1) & -Long.BYTES; // CMSG_SPACE
			long control = memory.allocate(space);
			NativeMemory.putLong(control, length);
			NativeMemory.putInt(control + CMSG_LEVEL, SOL_SOCKET);
			NativeMemory.putInt(control + CMSG_TYPE, SCM_RIGHTS);
			for (int i = 0; i < descriptors.size(); i++) {
				NativeMemory.putInt(control + CMSG_DATA + (long) i * Integer.BYTES, descriptors.get(i));
			}
			long message = message(memory, memory.bytes(bytes, 0), bytes.length, control, space);
			if (name != null) {
				NativeMemory.putLong(message, NativeDatagrams.address(memory, name));
				NativeMemory.putInt(message + MSG_NAMELEN, NativeDatagrams.addressLength(name));
			}
			int sent = this.libc.check("sendmsg(" + fd + ")", "sendmsg", fd, message, MSG_NOSIGNAL);
			if (sent != bytes.length) {
				throw new PosixException("sendmsg(" + fd + ")", Constants.errno("EMSGSIZE"));
			}
		}
	}

	int receive(int fd, byte[] buffer, List<Integer> descriptors) {
		try (NativeMemory memory = new NativeMemory()) {
			int space = CMSG_DATA + MOST_DESCRIPTORS * Integer.BYTES;
			long control = memory.allocate(space);
			long bytes = memory.allocate(buffer.length);
			long message = message(memory, bytes, buffer.length, control, space);
			int count = this.libc.check("recvmsg(" + fd + ")", "recvmsg", fd, message, MSG_CMSG_CLOEXEC);
			long length = (NativeMemory.getLong(message + MSG_CONTROLLEN) >= CMSG_DATA) ? NativeMemory.getLong(control)
					: 0;
			if (length > 0 && NativeMemory.getInt(control + CMSG_LEVEL) == SOL_SOCKET
					&& NativeMemory.getInt(control + CMSG_TYPE) == SCM_RIGHTS) {
				for (long offset = CMSG_DATA; offset + Integer.BYTES <= length; offset += Integer.BYTES) {
					descriptors.add(NativeMemory.getInt(control + offset));
				}
			}
			if ((NativeMemory.getInt(message + MSG_FLAGS) & MSG_CTRUNC) != 0) {
				throw new PosixException("recvmsg(" + fd + ")", Constants.errno("EMFILE"));
			}
			NativeMemory.copyTo(bytes, buffer, count);
			return count;
		}
	}

	private static long message(NativeMemory memory, long bytes, int length, long control, int controlLength) {
		long vector = memory.allocate(2 * Long.BYTES);
		NativeMemory.putLong(vector, bytes);
		NativeMemory.putLong(vector + Long.BYTES, length);
		long message = memory.allocate(MSGHDR_SIZE);
		NativeMemory.putLong(message + MSG_IOV, vector);
		NativeMemory.putLong(message + MSG_IOVLEN, 1);
		NativeMemory.putLong(message + MSG_CONTROL, control);
		NativeMemory.putLong(message + MSG_CONTROLLEN, controlLength);
		return message;
	}

}
