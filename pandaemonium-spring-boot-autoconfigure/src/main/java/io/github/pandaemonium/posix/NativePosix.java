package io.github.pandaemonium.posix;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The real calls, through {@link LibC}.
 */
final class NativePosix implements Posix {

	// sys/file.h, sys/resource.h, linux/prctl.h, linux/memfd.h, sys/wait.h

	private static final int LOCK_SH = 1;

	private static final int LOCK_EX = 2;

	private static final int LOCK_NB = 4;

	private static final int RLIMIT_CORE = 4;

	private static final int PR_GET_DUMPABLE = 3;

	private static final int PR_SET_DUMPABLE = 4;

	private static final int MFD_CLOEXEC = 1;

	private static final int WNOHANG = 1;

	private static final int CLOCK_MONOTONIC = 1; // linux/time.h

	// asm-generic/unistd.h: numbers since Linux 5.1 are the same on every architecture

	private static final int PIDFD_SEND_SIGNAL = 424;

	private static final int PIDFD_OPEN = 434;

	private final LibC libc = new LibC();

	private final NativeFiles files = new NativeFiles(this.libc);

	private final NativeSockets sockets = new NativeSockets(this.libc);

	private final NativeDatagrams datagrams = new NativeDatagrams(this.libc);

	private final NativeRights rights = new NativeRights(this.libc);

	private final NativeAccounts accounts = new NativeAccounts(this.libc);

	private final NativeCredentials credentials = new NativeCredentials(this.libc);

	private final NativePrograms programs = new NativePrograms(this.libc);

	private final NativeAffinity affinity = new NativeAffinity(this.libc);

	@Override
	public int open(String path, int flags, int mode) {
		return onPath("open", path, flags | O_CLOEXEC, mode);
	}

	@Override
	public void close(int fd) {
		// after EINTR the descriptor is closed on Linux, a second close could hit another
		// file (close(2))
		if (this.libc.callInt("close", fd) != 0 && this.libc.errno() != Constants.errno("EINTR")) {
			throw new PosixException("close(" + fd + ")", this.libc.errno());
		}
	}

	@Override
	public int read(int fd, byte[] buffer) {
		return this.files.read(fd, buffer);
	}

	@Override
	public void write(int fd, byte[] bytes) {
		this.files.write(fd, bytes, true);
	}

	@Override
	public int pread(int fd, byte[] buffer, long offset) {
		return this.files.pread(fd, buffer, offset);
	}

	@Override
	public void pwrite(int fd, byte[] bytes, long offset) {
		this.files.pwrite(fd, bytes, offset);
	}

	@Override
	public boolean tryWrite(int fd, byte[] bytes) {
		return this.files.write(fd, bytes, false);
	}

	@Override
	public void ftruncate(int fd, long length) {
		onFd("ftruncate", fd, length);
	}

	@Override
	public void fchmod(int fd, int mode) {
		onFd("fchmod", fd, mode);
	}

	@Override
	public void rewind(int fd) {
		if (this.libc.call("lseek", fd, 0, 0) == -1) {
			throw new PosixException("lseek(" + fd + ")", this.libc.errno());
		}
	}

	@Override
	public boolean flock(int fd, boolean exclusive) {
		try {
			onFd("flock", fd, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB);
			return true;
		}
		catch (PosixException ex) {
			if (ex.is("EWOULDBLOCK") || ex.is("EAGAIN")) {
				return false;
			}
			throw ex;
		}
	}

	@Override
	public @Nullable FileStatus fstat(int fd) {
		return this.files.fstat(fd);
	}

	@Override
	public @Nullable FileStatus lstat(String path) {
		return this.files.lstat(path);
	}

	@Override
	public void unlink(String path) {
		onPath("unlink", path);
	}

	@Override
	public int[] pipe() {
		try (NativeMemory memory = new NativeMemory()) {
			long ends = memory.allocate(2 * Integer.BYTES);
			this.libc.check("pipe2", "pipe2", ends, O_CLOEXEC);
			return new int[] { NativeMemory.getInt(ends), NativeMemory.getInt(ends + Integer.BYTES) };
		}
	}

	@Override
	public int memfdCreate(String name) {
		try (NativeMemory memory = new NativeMemory()) {
			return this.libc.check("memfd_create", "memfd_create", memory.path(name), MFD_CLOEXEC);
		}
	}

	@Override
	public void dup2(int from, int to) {
		onFd("dup2", from, to);
	}

	@Override
	public int dup(int fd, int least) {
		return this.files.dup(fd, least);
	}

	@Override
	public int getsockopt(int fd, int option) {
		return this.sockets.option(fd, option);
	}

	@Override
	public @Nullable InetSocketAddress getsockname(int fd) {
		return this.sockets.name(fd);
	}

	@Override
	public int socket(int domain, int type) {
		return this.sockets.socket(domain, type);
	}

	@Override
	public void setsockopt(int fd, int level, int option, int value) {
		this.sockets.setOption(fd, level, option, value);
	}

	@Override
	public void bind(int fd, int domain, InetSocketAddress address) {
		this.sockets.bind(fd, domain, address);
	}

	@Override
	public void listen(int fd, int backlog) {
		this.sockets.listen(fd, backlog);
	}

	@Override
	public void setCloseOnExec(int fd, boolean closeOnExec) {
		this.files.setCloseOnExec(fd, closeOnExec);
	}

	@Override
	public void setNonBlocking(int fd, boolean nonBlocking) {
		this.files.setNonBlocking(fd, nonBlocking);
	}

	@Override
	public void closeOnExecFrom(int first) {
		this.files.closeOnExecFrom(first);
	}

	@Override
	public boolean[] poll(int[] fds, int timeout) {
		return this.files.poll(fds, timeout);
	}

	@Override
	public boolean pollReaderGone(int fd, int timeout) {
		return this.files.pollReaderGone(fd, timeout);
	}

	@Override
	public boolean isatty(int fd) {
		return this.libc.callInt("isatty", fd) == 1;
	}

	@Override
	public int getpid() {
		return this.libc.callInt("getpid");
	}

	@Override
	public int getppid() {
		return this.libc.callInt("getppid");
	}

	@Override
	public int getsid(int pid) {
		return this.libc.callInt("getsid", pid);
	}

	@Override
	public int geteuid() {
		return this.libc.callInt("geteuid");
	}

	@Override
	public int getegid() {
		return this.libc.callInt("getegid");
	}

	@Override
	public boolean kill(int pid, int signal) {
		return this.libc.checkThere("kill(" + pid + ", " + signal + ")", "kill", pid, signal);
	}

	@Override
	public int pidfdOpen(int pid) {
		return this.libc.callInt("syscall", PIDFD_OPEN, pid, 0);
	}

	@Override
	public boolean pidfdSendSignal(int pidfd, int signal) {
		return this.libc.checkThere("pidfd_send_signal(" + signal + ")", "syscall", PIDFD_SEND_SIGNAL, pidfd, signal, 0,
				0);
	}

	@Override
	public int waitpid(int pid, boolean wait) {
		try (NativeMemory memory = new NativeMemory()) {
			long status = memory.allocate(Integer.BYTES);
			int result = this.libc.check("waitpid(" + pid + ")", "waitpid", pid, status, wait ? 0 : WNOHANG);
			return (result == pid) ? NativeMemory.getInt(status) : -1;
		}
		catch (PosixException ex) {
			if (ex.is("ECHILD")) {
				return -1;
			}
			throw ex;
		}
	}

	@Override
	public void signal(int signal, Disposition disposition) {
		long handler = switch (disposition) {
			case DEFAULT -> 0; // SIG_DFL
			case IGNORE -> 1; // SIG_IGN
			// takes the number of the signal, touches nothing, and its result is dropped
			case HARMLESS -> this.libc.address("abs");
		};
		if (this.libc.call("signal", signal, handler) == -1) { // SIG_ERR
			throw new PosixException("signal(" + signal + ")", this.libc.errno());
		}
	}

	@Override
	public int umask(int mask) {
		return this.libc.callInt("umask", mask);
	}

	@Override
	public void chdir(String path) {
		onPath("chdir", path);
	}

	@Override
	public String getcwd() {
		try (NativeMemory memory = new NativeMemory()) {
			long buffer = memory.allocate(4096); // PATH_MAX
			if (this.libc.call("getcwd", buffer, 4096) == 0) {
				throw new PosixException("getcwd", this.libc.errno());
			}
			return NativeMemory.getByteString(buffer);
		}
	}

	@Override
	public void preventCoreDumps() {
		try (NativeMemory memory = new NativeMemory()) {
			this.libc.check("setrlimit(RLIMIT_CORE)", "setrlimit", RLIMIT_CORE, memory.allocate(2 * Long.BYTES));
		}
	}

	@Override
	public int dumpable(int dumpable) {
		int before = this.libc.check("prctl(PR_GET_DUMPABLE)", "prctl", PR_GET_DUMPABLE, 0, 0, 0, 0);
		if (dumpable >= 0 && dumpable != before) {
			this.libc.check("prctl(PR_SET_DUMPABLE)", "prctl", PR_SET_DUMPABLE, dumpable, 0, 0, 0);
		}
		return before;
	}

	@Override
	public void assume(Credentials credentials) {
		this.credentials.assume(credentials, false);
	}

	@Override
	public void assumeInThread(Credentials credentials) {
		this.credentials.assume(credentials, true);
	}

	@Override
	public int posixSpawn(Program program) {
		return this.programs.spawn(program);
	}

	@Override
	public void execve(Program program) {
		this.programs.exec(program);
	}

	@Override
	public synchronized @Nullable Account getpwnam(String nameOrNumber) {
		return this.accounts.user(nameOrNumber);
	}

	@Override
	public synchronized int getgrnam(String nameOrNumber) {
		return this.accounts.group(nameOrNumber);
	}

	@Override
	public List<Integer> getgrouplist(String user, int group) {
		return this.accounts.groups(user, group);
	}

	@Override
	public int socket(Duration sendTimeout) {
		return this.datagrams.socket(sendTimeout);
	}

	@Override
	public boolean sendto(int fd, byte[] message, byte[] name, boolean wait) {
		return this.datagrams.sendto(fd, message, name, wait);
	}

	@Override
	public int connect(String path) {
		return this.rights.connect(path);
	}

	@Override
	public void sendDescriptors(int fd, byte[] bytes, List<Integer> descriptors, byte @Nullable [] name) {
		this.rights.send(fd, bytes, descriptors, name);
	}

	@Override
	public int receiveDescriptors(int fd, byte[] buffer, List<Integer> descriptors) {
		return this.rights.receive(fd, buffer, descriptors);
	}

	@Override
	public Duration clockMonotonic() {
		try (NativeMemory memory = new NativeMemory()) {
			long time = memory.allocate(2 * Long.BYTES); // struct timespec
			this.libc.check("clock_gettime(CLOCK_MONOTONIC)", "clock_gettime", CLOCK_MONOTONIC, time);
			return Duration.ofSeconds(NativeMemory.getLong(time), NativeMemory.getLong(time + Long.BYTES));
		}
	}

	@Override
	public BitSet schedGetaffinity(int thread) {
		return this.affinity.get(thread);
	}

	@Override
	public boolean schedSetaffinity(int thread, BitSet processors) {
		return this.affinity.set(thread, processors);
	}

	@Override
	public void unsetenv(String name) {
		try (NativeMemory memory = new NativeMemory()) {
			this.libc.check("unsetenv(\"" + name + "\")", "unsetenv", memory.path(name));
		}
	}

	private int onFd(String function, int fd, long argument) {
		return this.libc.check(function + "(" + fd + ")", function, fd, argument);
	}

	private int onPath(String function, String path, long... arguments) {
		try (NativeMemory memory = new NativeMemory()) {
			long[] all = new long[arguments.length + 1];
			all[0] = memory.path(path);
			System.arraycopy(arguments, 0, all, 1, arguments.length);
			return this.libc.check(function + "(\"" + path + "\")", function, all);
		}
	}

}
