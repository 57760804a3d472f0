package io.github.pandaemonium.posix;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Exactly the system calls that pandaemonium makes, named as in C. A call that fails
 * throws {@link PosixException}; "busy" and "does not exist" are answers where a method
 * says so. {@code EINTR} is retried here. Paths are passed as UTF-8.
 *
 * @since 0.1.0
 */
public interface Posix {

	/** Read only, see {@code open(2)}. */
	int O_RDONLY = Constants.open("O_RDONLY");

	/** Write only, see {@code open(2)}. */
	int O_WRONLY = Constants.open("O_WRONLY");

	/** Read and write, see {@code open(2)}. */
	int O_RDWR = Constants.open("O_RDWR");

	/** Create the file, see {@code open(2)}. */
	int O_CREAT = Constants.open("O_CREAT");

	/** Append, see {@code open(2)}. */
	int O_APPEND = Constants.open("O_APPEND");

	/** Never block in open, see {@code open(2)}. */
	int O_NONBLOCK = Constants.open("O_NONBLOCK");

	/** Do not follow a symbolic link, see {@code open(2)}. */
	int O_NOFOLLOW = Constants.open("O_NOFOLLOW");

	/**
	 * Open the place and not the file, see {@code open(2)}; jnr-constants lacks it
	 * (asm-generic/fcntl.h).
	 */
	int O_PATH = 010000000;

	/** Close the descriptor on exec, see {@code open(2)}. */
	int O_CLOEXEC = Constants.open("O_CLOEXEC");

	/** Do not make a terminal the controlling one, see {@code open(2)}. */
	int O_NOCTTY = Constants.open("O_NOCTTY");

	/** The type of a socket, see {@code socket(7)}. */
	int SO_TYPE = Constants.socketOption("SO_TYPE");

	/** The family of a socket, see {@code socket(7)}. */
	int SO_DOMAIN = Constants.socketOption("SO_DOMAIN");

	/** Whether a socket listens, see {@code socket(7)}. */
	int SO_ACCEPTCONN = Constants.socketOption("SO_ACCEPTCONN");

	/** Who is at the other end: the process id, as a number (unix(7)). */
	int SO_PEERCRED = Constants.socketOption("SO_PEERCRED");

	/** Whether an address is free as soon as nobody listens there, {@code socket(7)}. */
	int SO_REUSEADDR = Constants.socketOption("SO_REUSEADDR");

	/** The level of options of every socket, see {@code socket(7)}. */
	int SOL_SOCKET = Constants.socketLevel();

	/** The level of options of IPv6, see {@code ipv6(7)}. */
	int IPPROTO_IPV6 = 41; // bits/in.h, the same everywhere

	/** Whether an IPv6 socket leaves IPv4 alone, see {@code ipv6(7)}. */
	int IPV6_V6ONLY = 26; // linux/in6.h, which jnr-constants lacks

	/** A stream, as TCP is, see {@code socket(2)}. */
	int SOCK_STREAM = Constants.socketType("SOCK_STREAM");

	/** The family of sockets with a path, see {@code unix(7)}. */
	int AF_UNIX = Constants.addressFamily("AF_UNIX");

	/** The family of IPv4, see {@code ip(7)}. */
	int AF_INET = Constants.addressFamily("AF_INET");

	/** The family of IPv6, see {@code ipv6(7)}. */
	int AF_INET6 = Constants.addressFamily("AF_INET6");

	/**
	 * Opens a file.
	 * @param path the path
	 * @param flags the flags, to which {@link #O_CLOEXEC} is always added
	 * @param mode the mode of a file that is created
	 * @return the descriptor
	 */
	int open(String path, int flags, int mode);

	/**
	 * Closes a descriptor.
	 * @param fd the descriptor
	 */
	void close(int fd);

	/**
	 * Reads bytes.
	 * @param fd the descriptor
	 * @param buffer where to put them
	 * @return the number of bytes, 0 at the end of the file, -1 where a non-blocking
	 * descriptor has none
	 */
	int read(int fd, byte[] buffer);

	/**
	 * Writes all the bytes, in as many calls as it takes.
	 * @param fd the descriptor
	 * @param bytes what to write
	 */
	void write(int fd, byte[] bytes);

	/**
	 * Reads bytes of a file, whatever the position of the descriptor, which other
	 * processes may share.
	 * @param fd the descriptor
	 * @param buffer where to put them
	 * @param offset where they begin in the file
	 * @return the number of bytes, 0 at the end of the file
	 */
	int pread(int fd, byte[] buffer, long offset);

	/**
	 * Writes all the bytes into a file, whatever the position of the descriptor. Linux
	 * appends them where it was opened with {@link #O_APPEND}.
	 * @param fd the descriptor
	 * @param bytes what to write
	 * @param offset where they begin in the file
	 */
	void pwrite(int fd, byte[] bytes, long offset);

	/**
	 * Writes the bytes in one call, or nothing where the descriptor would block.
	 * @param fd the non-blocking descriptor
	 * @param bytes what to write, at most {@code PIPE_BUF} bytes
	 * @return whether they were written
	 */
	boolean tryWrite(int fd, byte[] bytes);

	/**
	 * Sets the length of a file.
	 * @param fd the descriptor
	 * @param length the length in bytes
	 */
	void ftruncate(int fd, long length);

	/**
	 * Sets the mode of an open file.
	 * @param fd the descriptor
	 * @param mode the mode
	 */
	void fchmod(int fd, int mode);

	/**
	 * Moves the position of a descriptor to the start.
	 * @param fd the descriptor
	 */
	void rewind(int fd);

	/**
	 * Takes an advisory lock on an open file, without waiting.
	 * @param fd the descriptor
	 * @param exclusive whether the lock is exclusive or shared
	 * @return whether it was taken; false where another open file has it
	 */
	boolean flock(int fd, boolean exclusive);

	/**
	 * Tells what an open descriptor is.
	 * @param fd the descriptor
	 * @return the status, or {@code null} where the descriptor is not open
	 */
	@Nullable FileStatus fstat(int fd);

	/**
	 * Tells what is at a path, without following a symbolic link at its end.
	 * @param path the path
	 * @return the status, or {@code null} where nothing is there
	 */
	@Nullable FileStatus lstat(String path);

	/**
	 * Removes a file.
	 * @param path the path
	 */
	void unlink(String path);

	/**
	 * Makes a pipe, both ends close-on-exec.
	 * @return the read end and the write end
	 */
	int[] pipe();

	/**
	 * Makes a nameless file in memory ({@code memfd_create(2)}), close-on-exec.
	 * @param name a name for {@code /proc}
	 * @return the descriptor
	 */
	int memfdCreate(String name);

	/**
	 * Duplicates a descriptor onto a number; the duplicate is not close-on-exec.
	 * @param from the descriptor
	 * @param to the number that it gets
	 */
	void dup2(int from, int to);

	/**
	 * Duplicates a descriptor onto a free number; the duplicate is close-on-exec
	 * ({@code F_DUPFD_CLOEXEC}).
	 * @param fd the descriptor
	 * @param least the least number that it may get
	 * @return the duplicate
	 */
	int dup(int fd, int least);

	/**
	 * Asks for an option of a socket, at the level {@code SOL_SOCKET}, see
	 * {@code socket(7)}.
	 * @param fd the descriptor
	 * @param option the option, as {@link #SO_TYPE}
	 * @return the value
	 */
	int getsockopt(int fd, int option);

	/**
	 * Tells where a socket is bound.
	 * @param fd the descriptor
	 * @return address and port, or {@code null} where it is no internet socket
	 */
	@Nullable InetSocketAddress getsockname(int fd);

	/**
	 * Sets whether a descriptor is closed on exec.
	 * @param fd the descriptor
	 * @param closeOnExec whether it is
	 */
	void setCloseOnExec(int fd, boolean closeOnExec);

	/**
	 * Sets whether a descriptor blocks.
	 * @param fd the descriptor
	 * @param nonBlocking whether it does not
	 */
	void setNonBlocking(int fd, boolean nonBlocking);

	/**
	 * Sets close-on-exec on every descriptor from the first on: {@code close_range(2)}
	 * with {@code CLOSE_RANGE_CLOEXEC} where the kernel has it (Linux 5.11), else one by
	 * one as {@code /proc/self/fd} lists them. Independent of the limit on open files.
	 * @param first the first descriptor
	 */
	void closeOnExecFrom(int first);

	/**
	 * Waits until a descriptor can be read, has lost its other end, or the time is over.
	 * @param fds the descriptors; negative ones are passed over
	 * @param timeout the time in milliseconds, or -1 for ever
	 * @return for each descriptor whether something is there
	 */
	boolean[] poll(int[] fds, int timeout);

	/**
	 * Waits until the read end of a pipe is gone.
	 * @param fd the write end
	 * @param timeout the time in milliseconds, or -1 for ever
	 * @return whether it is gone
	 */
	boolean pollReaderGone(int fd, int timeout);

	/**
	 * Tells whether a descriptor is a terminal.
	 * @param fd the descriptor
	 * @return whether it is
	 */
	boolean isatty(int fd);

	/**
	 * Returns the number of this process.
	 * @return the number
	 */
	int getpid();

	/**
	 * Returns the number of the parent process.
	 * @return the number
	 */
	int getppid();

	/**
	 * Returns the session of a process.
	 * @param pid the process, or 0 for this one
	 * @return the number of the session, or -1 where there is no such process
	 */
	int getsid(int pid);

	/**
	 * Returns the effective user.
	 * @return the number
	 */
	int geteuid();

	/**
	 * Returns the effective group.
	 * @return the number
	 */
	int getegid();

	/**
	 * Sends a signal.
	 * @param pid the process, or the negative number of a process group
	 * @param signal the signal, or 0 for a test
	 * @return whether there is such a process; one that may not be signalled is an error
	 */
	boolean kill(int pid, int signal);

	/**
	 * Opens a process, so that a signal can't go to another one that gets its number, see
	 * {@code pidfd_open(2)}. The descriptor can be read from when the process has ended.
	 * @param pid the process
	 * @return the descriptor, which is close-on-exec, or -1 where there is no such
	 * process or no such call (before Linux 5.3, or a container forbids it)
	 */
	int pidfdOpen(int pid);

	/**
	 * Sends a signal, see {@code pidfd_send_signal(2)}.
	 * @param pidfd the process
	 * @param signal the signal
	 * @return whether the process was still there; one that may not be signalled is an
	 * error
	 */
	boolean pidfdSendSignal(int pidfd, int signal);

	/**
	 * Asks for the end of a child.
	 * @param pid the child
	 * @param wait whether to wait for it
	 * @return the status as {@code wait(2)} encodes it, or -1 where the child is still
	 * there or is not a child
	 */
	int waitpid(int pid, boolean wait);

	/**
	 * Sets the disposition of a signal in this process.
	 * @param signal the signal
	 * @param disposition the disposition
	 */
	void signal(int signal, Disposition disposition);

	/**
	 * Sets the file mode creation mask.
	 * @param mask the mask
	 * @return the mask before
	 */
	int umask(int mask);

	/**
	 * Changes the working directory of this process.
	 * @param path the directory
	 */
	void chdir(String path);

	/**
	 * Returns the working directory of this process.
	 * @return the path as bytes in ISO 8859-1
	 */
	String getcwd();

	/**
	 * Sets soft and hard limit of core dumps to 0 in this process.
	 */
	void preventCoreDumps();

	/**
	 * Returns or sets whether this process may be dumped and inspected
	 * ({@code PR_SET_DUMPABLE}), which a change of user turns off.
	 * @param dumpable the value, or -1 to leave it
	 * @return the value before
	 */
	int dumpable(int dumpable);

	/**
	 * Changes user, groups for good, for <b>every</b> thread of this process, and
	 * verifies that they can't be taken back.
	 * @param credentials what to become
	 */
	void assume(Credentials credentials);

	/**
	 * Changes user and groups for good, for the <b>calling thread</b> only, and verifies
	 * that they can't be taken back. The thread must end afterwards.
	 * @param credentials what to become
	 */
	void assumeInThread(Credentials credentials);

	/**
	 * Starts a program in a new session, with all signals at their default and none
	 * blocked.
	 * @param program the program with its arguments, environment and descriptors
	 * @return the number of the process
	 */
	int posixSpawn(Program program);

	/**
	 * Replaces this process by another program. Returns only by its exception.
	 * @param program the program with its arguments and environment
	 */
	void execve(Program program);

	/**
	 * Looks a user up.
	 * @param nameOrNumber the name or the number
	 * @return the account, or {@code null} where there is none
	 */
	@Nullable Account getpwnam(String nameOrNumber);

	/**
	 * Looks a group up.
	 * @param nameOrNumber the name or the number
	 * @return the number of the group, or -1 where there is none
	 */
	int getgrnam(String nameOrNumber);

	/**
	 * Lists the groups that a user is a member of.
	 * @param user the name of the user
	 * @param group the group that is listed in any case
	 * @return the numbers
	 */
	List<Integer> getgrouplist(String user, int group);

	/**
	 * Creates a socket, which is close-on-exec, see {@code socket(2)}.
	 * @param domain the family, as {@link #AF_INET}
	 * @param type the type, as {@link #SOCK_STREAM}
	 * @return the descriptor
	 */
	int socket(int domain, int type);

	/**
	 * Sets an option of a socket that is a number, see {@code setsockopt(2)}.
	 * @param fd the descriptor
	 * @param level the level, as {@link #SOL_SOCKET}
	 * @param option the option, as {@link #SO_REUSEADDR}
	 * @param value the value
	 */
	void setsockopt(int fd, int level, int option, int value);

	/**
	 * Gives a socket its address, see {@code bind(2)}.
	 * @param fd the descriptor
	 * @param domain the family of the socket
	 * @param address the address, which must be of the family; port 0 means any
	 */
	void bind(int fd, int domain, InetSocketAddress address);

	/**
	 * Lets a socket collect connections, see {@code listen(2)}.
	 * @param fd the descriptor
	 * @param backlog how many may wait; the system may have a lower limit
	 */
	void listen(int fd, int backlog);

	/**
	 * Creates a datagram socket of the UNIX domain, which is close-on-exec.
	 * @param sendTimeout how long {@link #sendto} may wait
	 * @return the descriptor
	 */
	int socket(Duration sendTimeout);

	/**
	 * Sends a datagram; where nobody listens that is an error and no signal.
	 * @param fd the socket
	 * @param message the datagram
	 * @param name the name of the receiver's socket: a path and a NUL, or an abstract
	 * name, which begins with a NUL and has as many bytes as are given, see
	 * {@code unix(7)}
	 * @param wait whether to wait for room in the receiver's queue, no longer than the
	 * socket was told
	 * @return whether it was sent; otherwise the queue is full
	 */
	boolean sendto(int fd, byte[] message, byte[] name, boolean wait);

	/**
	 * Connects to a socket of the UNIX domain, and does not wait for room in its queue.
	 * @param path the path of the socket
	 * @return the descriptor of the connection, which is close-on-exec
	 */
	int connect(String path);

	/**
	 * Sends bytes together with copies of descriptors, see {@code SCM_RIGHTS} in
	 * {@code unix(7)}. Where nobody receives them that is an error and no signal.
	 * @param fd the connection
	 * @param bytes the bytes, at least one and no more than fit into its buffer
	 * @param descriptors the descriptors
	 * @param name the name of the receiver's socket, as {@link #sendto} has it, or
	 * {@code null} where the socket is connected
	 */
	void sendDescriptors(int fd, byte[] bytes, List<Integer> descriptors, byte @Nullable [] name);

	/**
	 * Receives bytes, and the descriptors that came with them.
	 * @param fd the connection
	 * @param buffer where the bytes go
	 * @param descriptors gets the descriptors, which are close-on-exec and the caller's
	 * to close
	 * @return how many bytes were read; 0 at the end
	 */
	int receiveDescriptors(int fd, byte[] buffer, List<Integer> descriptors);

	/**
	 * Reads the clock that only goes forwards, {@code clock_gettime(2)}.
	 * @return the time since some unspecified point, the same in all processes
	 */
	Duration clockMonotonic();

	/**
	 * Returns the processors that a thread may run on, see {@code sched_getaffinity(2)}.
	 * @param thread the number of the thread as the kernel counts, or 0 for the calling
	 * one; the number of a process is that of its first thread
	 * @return their numbers, none where there is no such thread
	 */
	BitSet schedGetaffinity(int thread);

	/**
	 * Sets the processors that a thread may run on, see {@code sched_setaffinity(2)}.
	 * @param thread the number of the thread, as above
	 * @param processors their numbers, below 1024
	 * @return whether there is such a thread
	 */
	boolean schedSetaffinity(int thread, BitSet processors);

	/**
	 * Removes a variable from the environment that programs inherit. The JVM's own copy,
	 * which {@link System#getenv()} shows, stays.
	 * @param name the name
	 */
	void unsetenv(String name);

	/**
	 * What happens on a signal.
	 */
	enum Disposition {

		/** What the system does by default. */
		DEFAULT,

		/** Nothing; children that are started inherit this. */
		IGNORE,

		/** Nothing, by a function that does nothing; children do not inherit this. */
		HARMLESS

	}

	/**
	 * A user of this machine.
	 *
	 * @param name the name
	 * @param uid the number
	 * @param gid the number of the user's group
	 * @param home the home directory
	 */
	record Account(String name, int uid, int gid, String home) {
	}

	/**
	 * User and groups of a process.
	 *
	 * @param uid the user
	 * @param gid the group
	 * @param groups the supplementary groups, or {@code null} to leave them
	 */
	record Credentials(int uid, int gid, @Nullable List<Integer> groups) {
	}

	/**
	 * A program to start. Arguments and environment are byte strings (ISO 8859-1), so
	 * that any byte survives.
	 *
	 * @param path the executable
	 * @param arguments the arguments, the first of which is the name of the program
	 * @param environment the environment as NAME=value
	 * @param descriptors what the program gets as descriptor: pairs of own number and
	 * number in the program; all others are as their close-on-exec flag says
	 */
	record Program(String path, List<String> arguments, List<String> environment, List<int[]> descriptors) {
	}

}
