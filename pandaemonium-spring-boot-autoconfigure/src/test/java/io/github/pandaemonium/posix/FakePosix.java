package io.github.pandaemonium.posix;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A system without a kernel: it records the calls in their order, keeps book of the
 * descriptors that it gave out, and fails where it is told to. It may be called from any
 * thread.
 */
public class FakePosix implements Posix {

	private static final int FIRST_DESCRIPTOR = 1000;

	private final List<String> calls = new ArrayList<>();

	private final Map<String, String> threads = new HashMap<>();

	private final Map<String, Integer> failures = new HashMap<>();

	private final Set<Integer> open = new TreeSet<>();

	private final Map<Integer, StringBuilder> input = new HashMap<>();

	private final Map<Integer, Integer> sessions = new HashMap<>();

	private final Map<String, Account> users = new HashMap<>();

	private final Map<String, Integer> groups = new HashMap<>();

	private final Map<String, List<Integer>> members = new HashMap<>();

	private final List<Program> programs = new ArrayList<>();

	private final Map<Integer, BitSet> affinities = new HashMap<>();

	private int processors = 1;

	private int next = FIRST_DESCRIPTOR;

	private int uid;

	private int gid;

	/**
	 * Makes a call fail from now on.
	 * @param function the name of the call
	 * @param errno the name of the error
	 * @return this
	 */
	public synchronized FakePosix failing(String function, String errno) {
		this.failures.put(function, Constants.errno(errno));
		return this;
	}

	/**
	 * Sets who the process is; root unless set.
	 * @param uid the user
	 * @param gid the group
	 * @return this
	 */
	public synchronized FakePosix runningAs(int uid, int gid) {
		this.uid = uid;
		this.gid = gid;
		return this;
	}

	/**
	 * Adds a user.
	 * @param name the name
	 * @param uid the number
	 * @param gid the user's group
	 * @param groups the groups that it is a member of
	 * @return this
	 */
	public synchronized FakePosix withUser(String name, int uid, int gid, Integer... groups) {
		Account account = new Account(name, uid, gid, "/home/" + name);
		this.users.put(name, account);
		this.users.put(Integer.toString(uid), account);
		this.members.put(name, List.of(groups));
		return this;
	}

	/**
	 * Adds a group.
	 * @param name the name
	 * @param gid the number
	 * @return this
	 */
	public synchronized FakePosix withGroup(String name, int gid) {
		this.groups.put(name, gid);
		return this;
	}

	/**
	 * Adds a process.
	 * @param pid the process
	 * @param session its session
	 * @return this
	 */
	public synchronized FakePosix withProcess(int pid, int session) {
		this.sessions.put(pid, session);
		return this;
	}

	/**
	 * Sets how many processors there are; one unless set.
	 * @param count the number
	 * @return this
	 */
	public synchronized FakePosix withProcessors(int count) {
		this.processors = count;
		return this;
	}

	/**
	 * Puts text where a descriptor is read from; after it nothing comes any more.
	 * @param fd the descriptor
	 * @param text the text
	 * @return this
	 */
	public synchronized FakePosix withInput(int fd, String text) {
		this.input.computeIfAbsent(fd, (key) -> new StringBuilder()).append(text);
		return this;
	}

	/**
	 * Returns what was called.
	 * @return the calls with their arguments, in their order
	 */
	public synchronized List<String> calls() {
		return List.copyOf(this.calls);
	}

	/**
	 * Returns some of what was called.
	 * @param functions the names of the calls
	 * @return the calls with their arguments, in their order
	 */
	public List<String> calls(String... functions) {
		Set<String> names = Set.of(functions);
		return calls().stream().filter((call) -> names.contains(call.substring(0, call.indexOf('(')))).toList();
	}

	/**
	 * Returns the thread that last made a call.
	 * @param function the name of the call
	 * @return the name of the thread, or {@code null} where nobody made it
	 */
	public synchronized @Nullable String thread(String function) {
		return this.threads.get(function);
	}

	/**
	 * Returns the descriptors that were given out and not closed.
	 * @return the descriptors
	 */
	public synchronized Set<Integer> openDescriptors() {
		return Set.copyOf(this.open);
	}

	/**
	 * Returns what was started.
	 * @return the programs
	 */
	public synchronized List<Program> programs() {
		return List.copyOf(this.programs);
	}

	@Override
	public int open(String path, int flags, int mode) {
		record("open", path, flags, Integer.toOctalString(mode));
		return descriptor();
	}

	@Override
	public synchronized void close(int fd) {
		record("close", fd);
		if (!this.open.remove(fd)) {
			throw new PosixException("close(" + fd + ")", Constants.errno("EBADF"));
		}
	}

	@Override
	public synchronized int read(int fd, byte[] buffer) {
		StringBuilder text = this.input.computeIfAbsent(fd, (key) -> new StringBuilder());
		byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
		if (bytes.length == 0) {
			return -1;
		}
		int count = Math.min(bytes.length, buffer.length);
		System.arraycopy(bytes, 0, buffer, 0, count);
		text.setLength(0);
		text.append(new String(bytes, count, bytes.length - count, StandardCharsets.UTF_8));
		return count;
	}

	@Override
	public void write(int fd, byte[] bytes) {
		record("write", fd, new String(bytes, StandardCharsets.UTF_8));
	}

	@Override
	public int pread(int fd, byte[] buffer, long offset) {
		return read(fd, buffer);
	}

	@Override
	public void pwrite(int fd, byte[] bytes, long offset) {
		record("pwrite", fd, new String(bytes, StandardCharsets.UTF_8), offset);
	}

	@Override
	public boolean tryWrite(int fd, byte[] bytes) {
		record("tryWrite", fd, new String(bytes, StandardCharsets.UTF_8));
		return true;
	}

	@Override
	public void ftruncate(int fd, long length) {
		record("ftruncate", fd, length);
	}

	@Override
	public void fchmod(int fd, int mode) {
		record("fchmod", fd, Integer.toOctalString(mode));
	}

	@Override
	public void rewind(int fd) {
		record("rewind", fd);
	}

	@Override
	public boolean flock(int fd, boolean exclusive) {
		record("flock", fd, exclusive);
		return true;
	}

	@Override
	public @Nullable FileStatus fstat(int fd) {
		return null;
	}

	@Override
	public @Nullable FileStatus lstat(String path) {
		return null;
	}

	@Override
	public void unlink(String path) {
		record("unlink", path);
	}

	@Override
	public int[] pipe() {
		record("pipe");
		return new int[] { descriptor(), descriptor() };
	}

	@Override
	public int memfdCreate(String name) {
		record("memfdCreate", name);
		return descriptor();
	}

	@Override
	public void dup2(int from, int to) {
		record("dup2", from, to);
	}

	@Override
	public int dup(int fd, int least) {
		record("dup", fd, least);
		return descriptor();
	}

	@Override
	public int socket(int domain, int type) {
		record("socket", domain, type);
		return descriptor();
	}

	@Override
	public void setsockopt(int fd, int level, int option, int value) {
		record("setsockopt", fd, level, option, value);
	}

	@Override
	public void bind(int fd, int domain, InetSocketAddress address) {
		record("bind", fd, domain, address);
	}

	@Override
	public void listen(int fd, int backlog) {
		record("listen", fd, backlog);
	}

	@Override
	public int getsockopt(int fd, int option) {
		record("getsockopt", fd, option);
		return 0;
	}

	@Override
	public @Nullable InetSocketAddress getsockname(int fd) {
		record("getsockname", fd);
		return null;
	}

	@Override
	public void setCloseOnExec(int fd, boolean closeOnExec) {
		record("setCloseOnExec", fd, closeOnExec);
	}

	@Override
	public void setNonBlocking(int fd, boolean nonBlocking) {
		record("setNonBlocking", fd, nonBlocking);
	}

	@Override
	public void closeOnExecFrom(int first) {
		record("closeOnExecFrom", first);
	}

	@Override
	public synchronized boolean[] poll(int[] fds, int timeout) {
		record("poll", Arrays.toString(fds));
		boolean[] ready = new boolean[fds.length];
		for (int i = 0; i < fds.length; i++) {
			StringBuilder text = this.input.get(fds[i]);
			ready[i] = text != null && !text.isEmpty();
		}
		return ready;
	}

	@Override
	public boolean pollReaderGone(int fd, int timeout) {
		record("pollReaderGone", fd);
		return true;
	}

	@Override
	public boolean isatty(int fd) {
		return false;
	}

	@Override
	public int getpid() {
		return 42;
	}

	@Override
	public int getppid() {
		return 41;
	}

	@Override
	public synchronized int getsid(int pid) {
		return this.sessions.getOrDefault((pid == 0) ? getpid() : pid, -1);
	}

	@Override
	public synchronized BitSet schedGetaffinity(int thread) {
		BitSet all = new BitSet();
		all.set(0, this.processors);
		return (BitSet) this.affinities.getOrDefault(thread, all).clone();
	}

	@Override
	public synchronized boolean schedSetaffinity(int thread, BitSet processors) {
		record("sched_setaffinity", thread, processors);
		this.affinities.put(thread, (BitSet) processors.clone());
		return true;
	}

	@Override
	public synchronized int geteuid() {
		return this.uid;
	}

	@Override
	public synchronized int getegid() {
		return this.gid;
	}

	@Override
	public boolean kill(int pid, int signal) {
		record("kill", pid, signal);
		return true;
	}

	@Override
	public synchronized int pidfdOpen(int pid) {
		record("pidfd_open", pid);
		return this.sessions.containsKey(pid) ? descriptor() : -1;
	}

	@Override
	public synchronized boolean pidfdSendSignal(int pidfd, int signal) {
		record("pidfd_send_signal", pidfd, signal);
		return true;
	}

	@Override
	public int waitpid(int pid, boolean wait) {
		record("waitpid", pid, wait);
		return 0;
	}

	@Override
	public void signal(int signal, Disposition disposition) {
		record("signal", signal, disposition);
	}

	@Override
	public int umask(int mask) {
		record("umask", Integer.toOctalString(mask));
		return 022;
	}

	@Override
	public void chdir(String path) {
		record("chdir", path);
	}

	@Override
	public String getcwd() {
		return "/";
	}

	@Override
	public void preventCoreDumps() {
		record("preventCoreDumps");
	}

	@Override
	public int dumpable(int dumpable) {
		record("dumpable", dumpable);
		return 1;
	}

	@Override
	public void assume(Credentials credentials) {
		record("assume", credentials.uid(), credentials.gid(), credentials.groups());
	}

	@Override
	public void assumeInThread(Credentials credentials) {
		record("assumeInThread", credentials.uid(), credentials.gid(), credentials.groups());
	}

	@Override
	public synchronized int posixSpawn(Program program) {
		this.programs.add(program);
		record("posixSpawn", program.path());
		return 4711;
	}

	@Override
	public synchronized void execve(Program program) {
		this.programs.add(program);
		record("execve", program.path());
	}

	@Override
	public synchronized @Nullable Account getpwnam(String nameOrNumber) {
		Account account = this.users.get(nameOrNumber);
		return (account == null && nameOrNumber.matches("\\d+"))
				? new Account(nameOrNumber, Integer.parseInt(nameOrNumber), -1, "/") : account;
	}

	@Override
	public synchronized int getgrnam(String nameOrNumber) {
		int number = nameOrNumber.matches("\\d+") ? Integer.parseInt(nameOrNumber) : -1;
		return this.groups.getOrDefault(nameOrNumber, number);
	}

	@Override
	public synchronized List<Integer> getgrouplist(String user, int group) {
		List<Integer> list = new ArrayList<>(this.members.getOrDefault(user, List.of()));
		if (!list.contains(group)) {
			list.add(0, group);
		}
		return list;
	}

	@Override
	public synchronized int socket(Duration sendTimeout) {
		record("socket", sendTimeout);
		return descriptor();
	}

	@Override
	public boolean sendto(int fd, byte[] message, byte[] name, boolean wait) {
		record("sendto", new String(name, StandardCharsets.UTF_8).replace('\0', '@'),
				new String(message, StandardCharsets.UTF_8).replace('\n', ' '), wait);
		return true;
	}

	@Override
	public synchronized int connect(String path) {
		record("connect", path);
		return descriptor();
	}

	@Override
	public void sendDescriptors(int fd, byte[] bytes, List<Integer> descriptors, byte @Nullable [] name) {
		record("sendDescriptors", new String(bytes, StandardCharsets.UTF_8).strip(), descriptors);
	}

	@Override
	public int receiveDescriptors(int fd, byte[] buffer, List<Integer> descriptors) {
		record("receiveDescriptors", fd);
		return 0;
	}

	@Override
	public Duration clockMonotonic() {
		return Duration.ofSeconds(4711);
	}

	@Override
	public void unsetenv(String name) {
		record("unsetenv", name);
	}

	private synchronized int descriptor() {
		int fd = this.next++;
		this.open.add(fd);
		return fd;
	}

	private synchronized void record(String function, Object... arguments) {
		String call = function
				+ Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
		this.calls.add(call);
		this.threads.put(function, Thread.currentThread().getName());
		Integer errno = this.failures.get(function);
		if (errno != null) {
			throw new PosixException(call, errno);
		}
	}

}
