package io.github.pandaemonium.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Calls on files and descriptors that need a structure or several calls.
 */
final class NativeFiles {

	// fcntl.h and linux/stat.h
	private static final int AT_FDCWD = -100;

	private static final int AT_EMPTY_PATH = 0x1000;

	private static final int AT_SYMLINK_NOFOLLOW = 0x100;

	private static final int STATX_BASIC_STATS = 0x7ff;

	// linux/close_range.h
	private static final int CLOSE_RANGE_CLOEXEC = 4;

	private static final int POLLIN = 0x1; // poll.h

	private static final int POLLERR = 0x8;

	private static final int F_GETFL = 3; // fcntl.h

	private static final int F_SETFL = 4;

	private static final int F_SETFD = 2;

	private static final int F_DUPFD_CLOEXEC = 1030; // linux/fcntl.h

	private final LibC libc;

	NativeFiles(LibC libc) {
		this.libc = libc;
	}

	@Nullable FileStatus fstat(int fd) {
		return stat("fstat(" + fd + ")", fd, "", AT_EMPTY_PATH, "EBADF");
	}

	@Nullable FileStatus lstat(String path) {
		return stat("lstat(\"" + path + "\")", AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, "ENOENT");
	}

	/**
	 * {@code statx(2)}, whose structure is the same on every architecture.
	 */
	private @Nullable FileStatus stat(String what, int fd, String path, int flags, String absent) {
		try (NativeMemory memory = new NativeMemory()) {
			long s = memory.allocate(256);
			if (this.libc.callInt("statx", fd, memory.path(path), flags, STATX_BASIC_STATS, s) != 0) {
				if (this.libc.errno() == Constants.errno(absent)) {
					return null;
				}
				throw new PosixException(what, this.libc.errno());
			}
			long device = (Integer.toUnsignedLong(NativeMemory.getInt(s + 136)) << 32)
					| Integer.toUnsignedLong(NativeMemory.getInt(s + 140));
			return new FileStatus(device, NativeMemory.getLong(s + 32),
					Short.toUnsignedInt(NativeMemory.getShort(s + 28)), NativeMemory.getInt(s + 20),
					NativeMemory.getInt(s + 24), NativeMemory.getInt(s + 16), NativeMemory.getLong(s + 40));
		}
	}

	int read(int fd, byte[] buffer) {
		try (NativeMemory memory = new NativeMemory()) {
			long block = memory.allocate(buffer.length);
			long count;
			do {
				count = this.libc.call("read", fd, block, buffer.length);
			}
			while (count == -1 && this.libc.errno() == Constants.errno("EINTR"));
			if (count == -1) {
				if (this.libc.errno() == Constants.errno("EAGAIN")) {
					return -1;
				}
				throw new PosixException("read(" + fd + ")", this.libc.errno());
			}
			NativeMemory.copyTo(block, buffer, (int) count);
			return (int) count;
		}
	}

	boolean write(int fd, byte[] bytes, boolean mayBlock) {
		try (NativeMemory memory = new NativeMemory()) {
			long block = memory.bytes(bytes, 0);
			int done = 0;
			while (done < bytes.length) {
				long count = this.libc.call("write", fd, block + done, bytes.length - done);
				if (count == -1 && this.libc.errno() == Constants.errno("EAGAIN")) {
					if (!mayBlock && done == 0) {
						return false;
					}
					pollOne(fd, (short) 0x4, -1); // POLLOUT
				}
				else if (count == -1 && this.libc.errno() != Constants.errno("EINTR")) {
					throw new PosixException("write(" + fd + ")", this.libc.errno());
				}
				else if (count > 0) {
					done += (int) count;
				}
			}
			return true;
		}
	}

	int pread(int fd, byte[] buffer, long offset) {
		try (NativeMemory memory = new NativeMemory()) {
			long block = memory.allocate(buffer.length);
			int count = this.libc.check("pread(" + fd + ")", "pread", fd, block, buffer.length, offset);
			NativeMemory.copyTo(block, buffer, count);
			return count;
		}
	}

	void pwrite(int fd, byte[] bytes, long offset) {
		try (NativeMemory memory = new NativeMemory()) {
			long block = memory.bytes(bytes, 0);
			int done = 0;
			while (done < bytes.length) {
				done += this.libc.check("pwrite(" + fd + ")", "pwrite", fd, block + done, bytes.length - done,
						offset + done);
			}
		}
	}

	boolean[] poll(int[] fds, int timeout) {
		try (NativeMemory memory = new NativeMemory()) {
			long entries = memory.allocate(8 * fds.length);
			for (int i = 0; i < fds.length; i++) {
				NativeMemory.putInt(entries + 8L * i, fds[i]);
				NativeMemory.putShort(entries + 8L * i + 4, POLLIN);
			}
			this.libc.check("poll", "poll", entries, fds.length, timeout);
			boolean[] result = new boolean[fds.length];
			for (int i = 0; i < fds.length; i++) {
				result[i] = NativeMemory.getShort(entries + 8L * i + 6) != 0;
			}
			return result;
		}
	}

	boolean pollReaderGone(int fd, int timeout) {
		return (pollOne(fd, (short) 0, timeout) & POLLERR) != 0;
	}

	private int pollOne(int fd, short events, int timeout) {
		try (NativeMemory memory = new NativeMemory()) {
			long entry = memory.allocate(8);
			NativeMemory.putInt(entry, fd);
			NativeMemory.putShort(entry + 4, events);
			this.libc.check("poll(" + fd + ")", "poll", entry, 1, timeout);
			return NativeMemory.getShort(entry + 6);
		}
	}

	void setNonBlocking(int fd, boolean nonBlocking) {
		int flags = this.libc.check("fcntl(" + fd + ", F_GETFL)", "fcntl", fd, F_GETFL);
		flags = nonBlocking ? (flags | Posix.O_NONBLOCK) : (flags & ~Posix.O_NONBLOCK);
		this.libc.check("fcntl(" + fd + ", F_SETFL)", "fcntl", fd, F_SETFL, flags);
	}

	int dup(int fd, int least) {
		return this.libc.check("fcntl(" + fd + ", F_DUPFD_CLOEXEC)", "fcntl", fd, F_DUPFD_CLOEXEC, least);
	}

	void setCloseOnExec(int fd, boolean closeOnExec) {
		this.libc.check("fcntl(" + fd + ", F_SETFD)", "fcntl", fd, F_SETFD, closeOnExec ? 1 : 0);
	}

	void closeOnExecFrom(int first) {
		if (this.libc.has("close_range")
				&& this.libc.callInt("close_range", first, 0xffffffffL, CLOSE_RANGE_CLOEXEC) == 0) {
			return;
		}
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors) {
				int fd = Integer.parseInt(descriptor.getFileName().toString());
				if (fd >= first) {
					// the stream's own descriptor may be gone: that result says nothing
					this.libc.callInt("fcntl", fd, F_SETFD, 1);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Unable to list the open files", ex);
		}
	}

}
