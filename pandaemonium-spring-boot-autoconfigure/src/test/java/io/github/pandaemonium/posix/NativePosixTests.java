package io.github.pandaemonium.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

import io.github.pandaemonium.posix.Posix.Disposition;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link NativePosix}, against the real system. What changes the whole process
 * is done in a JVM of its own.
 */
class NativePosixTests {

	private static final int WINCH = 28; // does nothing by default

	@RegisterExtension
	private final Launches launches = new Launches();

	@TempDir
	private Path directory;

	private final Posix posix = NativeAccess.posix();

	private final List<Integer> descriptors = new ArrayList<>();

	@AfterEach
	void closeDescriptors() {
		this.descriptors.stream().filter((fd) -> this.posix.fstat(fd) != null).forEach(this.posix::close);
	}

	@Test
	void fileIsWrittenAndReadAgain() throws IOException {
		int fd = open("x", Posix.O_RDWR | Posix.O_CREAT, 0640);
		this.posix.write(fd, bytes("Füße"));
		this.posix.rewind(fd);
		byte[] buffer = new byte[100];
		assertThat(this.posix.read(fd, buffer)).isEqualTo(6);
		assertThat(new String(buffer, 0, 6, StandardCharsets.UTF_8)).isEqualTo("Füße");
		assertThat(this.posix.read(fd, buffer)).as("at the end").isZero();
		this.posix.ftruncate(fd, 1);
		assertThat(Files.size(this.directory.resolve("x"))).isEqualTo(1);
		this.posix.fchmod(fd, 0604);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.directory.resolve("x"))))
			.isEqualTo("rw----r--");
	}

	@Test
	void fileIsReadAndWrittenWhereverItsDescriptorIs() throws IOException {
		int fd = open("x", Posix.O_RDWR | Posix.O_CREAT, 0640);
		this.posix.write(fd, bytes("abcdef"));
		this.posix.pwrite(fd, bytes("XY"), 1);
		byte[] buffer = new byte[3];
		assertThat(this.posix.pread(fd, buffer, 2)).isEqualTo(3);
		assertThat(buffer).isEqualTo(bytes("Yde"));
		assertThat(this.posix.pread(fd, buffer, 6)).isZero();
		this.posix.write(fd, bytes("!"));
		assertThat(Files.readString(this.directory.resolve("x"))).isEqualTo("aXYdef!");
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.pread(-1, buffer, 0))
			.withMessage("pread(-1): Bad file descriptor (EBADF)");
	}

	@Test
	void openedFileIsCloseOnExec() throws IOException {
		assertThat(isCloseOnExec(open("x", Posix.O_WRONLY | Posix.O_CREAT, 0600))).isTrue();
	}

	@Test
	void openOfNothingFailsWithCallAndErrno() {
		String path = this.directory.resolve("none").toString();
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.open(path, Posix.O_RDONLY, 0))
			.withMessage("open(\"" + path + "\"): No such file or directory (ENOENT)")
			.matches((ex) -> ex.is("ENOENT"));
	}

	@Test
	void pathWithNulIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.posix.open("/tmp\0/x", Posix.O_RDONLY, 0));
	}

	@Test
	void openDoesNotFollowALinkWhereToldSo() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), Path.of("/dev/null"));
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> this.posix.open(link.toString(), Posix.O_RDONLY | Posix.O_NOFOLLOW, 0))
			.matches((ex) -> ex.is("ELOOP"));
	}

	@Test
	void closedDescriptorCantBeUsed() {
		int fd = open("x", Posix.O_WRONLY | Posix.O_CREAT, 0600);
		this.posix.close(fd);
		assertThat(this.posix.fstat(fd)).isNull();
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.close(fd))
			.withMessage("close(" + fd + "): Bad file descriptor (EBADF)");
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.write(fd, bytes("x")))
			.matches((ex) -> ex.is("EBADF"));
	}

	@Test
	void statusIsThatOfTheFile() throws IOException {
		Path file = Files.writeString(this.directory.resolve("x"), "12345");
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), file);
		FileStatus status = Objects.requireNonNull(this.posix.lstat(file.toString()));
		assertThat(status.isRegularFile()).isTrue();
		assertThat(status.size()).isEqualTo(5);
		assertThat(status.links()).isEqualTo(1);
		assertThat(status.uid()).isEqualTo(Files.getAttribute(file, "unix:uid"));
		assertThat(status.gid()).isEqualTo(Files.getAttribute(file, "unix:gid"));
		assertThat(status.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
		assertThat(status.mode()).isEqualTo(Files.getAttribute(file, "unix:mode"));
		assertThat(Objects.requireNonNull(this.posix.lstat(link.toString())).isSymbolicLink()).isTrue();
		assertThat(this.posix.lstat(this.directory.resolve("none").toString())).isNull();
		int fd = open("x", Posix.O_RDONLY, 0);
		assertThat(Objects.requireNonNull(this.posix.fstat(fd)).isSameFile(status)).isTrue();
		this.posix.unlink(file.toString());
		assertThat(Objects.requireNonNull(this.posix.fstat(fd)).links()).isZero();
	}

	@Test
	void lstatBelowAFileFails() {
		open("x", Posix.O_WRONLY | Posix.O_CREAT, 0600);
		assertThatExceptionOfType(PosixException.class)
			.isThrownBy(() -> this.posix.lstat(this.directory.resolve("x/y").toString()))
			.matches((ex) -> ex.is("ENOTDIR"));
	}

	@Test
	void lockThatAnotherOpenFileHasIsBusy() {
		int holder = open("x", Posix.O_RDWR | Posix.O_CREAT, 0600);
		int other = open("x", Posix.O_RDWR, 0);
		assertThat(this.posix.flock(holder, true)).isTrue();
		assertThat(this.posix.flock(other, true)).isFalse();
		assertThat(this.posix.flock(other, false)).isFalse();
		this.posix.close(holder);
		assertThat(this.posix.flock(other, true)).isTrue();
	}

	@Test
	void pipeIsCloseOnExecOnBothEnds() throws IOException {
		int[] pipe = pipe();
		assertThat(isCloseOnExec(pipe[0])).isTrue();
		assertThat(isCloseOnExec(pipe[1])).isTrue();
		assertThat(Objects.requireNonNull(this.posix.fstat(pipe[0])).isPipe()).isTrue();
		this.posix.setCloseOnExec(pipe[0], false);
		assertThat(isCloseOnExec(pipe[0])).isFalse();
	}

	@Test
	void fullPipeIsNotWaitedFor() {
		int[] pipe = pipe();
		this.posix.setNonBlocking(pipe[1], true);
		byte[] page = new byte[4096];
		int pages = 0;
		while (this.posix.tryWrite(pipe[1], page)) {
			pages++;
		}
		assertThat(pages).isPositive();
		assertThat(this.posix.tryWrite(pipe[1], bytes("x"))).isFalse();
		assertThat(this.posix.read(pipe[0], page)).isEqualTo(4096);
		assertThat(this.posix.tryWrite(pipe[1], bytes("x"))).isTrue();
	}

	@Test
	void writeToAFullPipeWaitsUntilAllIsWritten() {
		int[] pipe = pipe();
		this.posix.setNonBlocking(pipe[1], true);
		Thread writer = new Thread(() -> this.posix.write(pipe[1], new byte[300_000]), "writer");
		writer.start();
		byte[] buffer = new byte[8192];
		int count = 0;
		while (count < 300_000) {
			count += this.posix.read(pipe[0], buffer);
		}
		Awaitility.await().until(() -> !writer.isAlive());
		assertThat(count).isEqualTo(300_000);
	}

	@Test
	void emptyNonBlockingPipeHasNothingAndAClosedOneIsAtItsEnd() {
		int[] pipe = pipe();
		this.posix.setNonBlocking(pipe[0], true);
		assertThat(this.posix.read(pipe[0], new byte[1])).isEqualTo(-1);
		this.posix.close(pipe[1]);
		assertThat(this.posix.read(pipe[0], new byte[1])).isZero();
	}

	@Test
	void writeWithoutAReaderFails() {
		int[] pipe = pipe();
		this.posix.close(pipe[0]);
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.write(pipe[1], bytes("x")))
			.withMessage("write(" + pipe[1] + "): Broken pipe (EPIPE)");
	}

	@Test
	void pollTellsWhatCanBeReadAndPassesOverNegativeOnes() {
		int[] quiet = pipe();
		int[] loud = pipe();
		int[] ended = pipe();
		assertThat(this.posix.poll(new int[] { quiet[0], -1, loud[0] }, 0)).containsExactly(false, false, false);
		this.posix.write(loud[1], bytes("x"));
		this.posix.close(ended[1]);
		assertThat(this.posix.poll(new int[] { quiet[0], -1, loud[0], ended[0] }, -1)).containsExactly(false, false,
				true, true);
	}

	@Test
	void readerThatGoesIsNoticed() {
		int[] pipe = pipe();
		assertThat(this.posix.pollReaderGone(pipe[1], 0)).isFalse();
		this.posix.close(pipe[0]);
		assertThat(this.posix.pollReaderGone(pipe[1], -1)).isTrue();
	}

	@Test
	void memoryFileIsNamelessAndCloseOnExec() throws IOException {
		int fd = keep(this.posix.memfdCreate("text"));
		assertThat(isCloseOnExec(fd)).isTrue();
		assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString()).startsWith("/memfd:text");
		this.posix.write(fd, bytes("abc"));
		this.posix.rewind(fd);
		assertThat(this.posix.read(fd, new byte[10])).isEqualTo(3);
	}

	@Test
	void duplicateIsTheSameFileAndNotCloseOnExec() throws IOException {
		int fd = open("x", Posix.O_WRONLY | Posix.O_CREAT, 0600);
		int target = pipe()[0];
		this.posix.dup2(fd, target);
		assertThat(Objects.requireNonNull(this.posix.fstat(target))
			.isSameFile(Objects.requireNonNull(this.posix.fstat(fd)))).isTrue();
		assertThat(isCloseOnExec(target)).isFalse();
	}

	@Test
	void closeOnExecFromReachesAllFromThereOn() throws IOException {
		closeOnExecFrom(new NativeFiles(new LibC()));
	}

	@Test
	void closeOnExecFromReachesAllWithAnOlderKernel() throws IOException {
		closeOnExecFrom(new NativeFiles(new LibC() {

			@Override
			boolean has(String function) {
				return !function.equals("close_range");
			}

		}));
		closeOnExecFrom(new NativeFiles(new LibC() {

			@Override
			int callInt(String function, long... arguments) {
				return function.equals("close_range") ? -1 : super.callInt(function, arguments);
			}

		}));
	}

	@Test
	void processKnowsItself() {
		assertThat(this.posix.getpid()).isEqualTo((int) ProcessHandle.current().pid());
		assertThat(this.posix.getppid())
			.isEqualTo(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L).intValue());
		assertThat(this.posix.getsid(0)).isEqualTo(this.posix.getsid(this.posix.getpid()));
		assertThat(this.posix.getsid(Integer.MAX_VALUE)).isEqualTo(-1);
		assertThat(this.posix.isatty(pipe()[0])).isFalse();
		assertThat(this.posix.getcwd()).isEqualTo(System.getProperty("user.dir"));
	}

	@Test
	void killTellsWhetherThereIsAProcess() {
		assertThat(this.posix.kill(this.posix.getpid(), 0)).isTrue();
		assertThat(this.posix.kill(Integer.MAX_VALUE, 0)).isFalse();
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.kill(this.posix.getpid(), 4711))
			.matches((ex) -> ex.is("EINVAL"));
	}

	@Test
	void waitpidForAStrangerIsAnAnswer() {
		assertThat(this.posix.waitpid(1, true)).isEqualTo(-1);
	}

	@Test
	void harmlessSignalIsCaughtAndDoesNothing() {
		try {
			this.posix.signal(WINCH, Disposition.HARMLESS);
			assertThat(status().catches(WINCH)).isTrue();
			this.posix.kill(this.posix.getpid(), WINCH);
			this.posix.signal(WINCH, Disposition.IGNORE);
			assertThat(status().ignores(WINCH)).isTrue();
			assertThat(status().catches(WINCH)).isFalse();
		}
		finally {
			this.posix.signal(WINCH, Disposition.DEFAULT);
		}
		assertThat(status().ignores(WINCH)).isFalse();
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.signal(9, Disposition.IGNORE))
			.withMessage("signal(9): Invalid argument (EINVAL)");
	}

	@Test
	void processorsOfAThreadAreReadAndSet() throws InterruptedException {
		BitSet all = this.posix.schedGetaffinity(0);
		BitSet last = new BitSet();
		last.set(all.length() - 1);
		List<BitSet> seen = new ArrayList<>();
		Thread thread = new Thread(() -> {
			this.posix.schedSetaffinity(0, last);
			seen.add(this.posix.schedGetaffinity(0));
		});
		thread.start();
		thread.join();
		assertThat(seen).containsExactly(last);
		assertThat(this.posix.schedGetaffinity(0)).isEqualTo(all);
		assertThat(this.posix.schedGetaffinity(this.posix.getpid())).isEqualTo(all);
		assertThat(this.posix.schedGetaffinity(Integer.MAX_VALUE).isEmpty()).isTrue();
		assertThat(this.posix.schedSetaffinity(Integer.MAX_VALUE, all)).isFalse();
		assertThatExceptionOfType(PosixException.class).isThrownBy(() -> this.posix.schedSetaffinity(0, new BitSet()))
			.withMessage("sched_setaffinity(0): Invalid argument (EINVAL)");
	}

	@Test
	void dumpableIsReadAndSet() {
		int before = this.posix.dumpable(-1);
		try {
			assertThat(this.posix.dumpable(0)).isEqualTo(before);
			assertThat(this.posix.dumpable(-1)).isZero();
		}
		finally {
			this.posix.dumpable(before);
		}
		assertThat(this.posix.dumpable(-1)).isEqualTo(before);
	}

	@Test
	void maskDirectoryAndCoreLimitChangeForTheProcess() {
		Result result = this.launches
			.java("-cp", System.getProperty("java.class.path"), Changing.class.getName(), this.directory.toString())
			.run();
		assertThat(result.status()).as(result.err()).isZero();
		assertThat(result.out().lines()).containsExactly("27", this.directory.toString(), "0",
				"chdir(\"/none\"): No such file or directory (ENOENT)");
	}

	private void closeOnExecFrom(NativeFiles files) throws IOException {
		int first = open("first", Posix.O_WRONLY | Posix.O_CREAT, 0600);
		int second = open("second", Posix.O_WRONLY | Posix.O_CREAT, 0600);
		this.posix.setCloseOnExec(Math.min(first, second), false);
		this.posix.setCloseOnExec(Math.max(first, second), false);
		files.closeOnExecFrom(Math.max(first, second));
		assertThat(isCloseOnExec(Math.min(first, second))).isFalse();
		assertThat(isCloseOnExec(Math.max(first, second))).isTrue();
	}

	private int open(String name, int flags, int mode) {
		return keep(this.posix.open(this.directory.resolve(name).toString(), flags, mode));
	}

	private int[] pipe() {
		int[] pipe = this.posix.pipe();
		keep(pipe[0]);
		keep(pipe[1]);
		return pipe;
	}

	private int keep(int fd) {
		this.descriptors.add(fd);
		return fd;
	}

	private static boolean isCloseOnExec(int fd) throws IOException {
		String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd))
			.stream()
			.filter((line) -> line.startsWith("flags:"))
			.findFirst()
			.orElseThrow();
		return (Integer.parseInt(flags.substring("flags:".length()).strip(), 8) & Posix.O_CLOEXEC) != 0;
	}

	private static ProcessStatus status() {
		return Objects.requireNonNull(ProcessStatus.of("self"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Changes itself, and prints what it is then.
	 */
	static final class Changing {

		private Changing() {
		}

		public static void main(String[] args) throws IOException {
			Posix posix = NativeAccess.posix();
			posix.umask(027);
			System.out.println(Integer.toOctalString(posix.umask(077)));
			posix.chdir(args[0]);
			System.out.println(posix.getcwd());
			posix.preventCoreDumps();
			System.out.println(Files.readAllLines(Path.of("/proc/self/limits"))
				.stream()
				.filter((line) -> line.startsWith("Max core file size"))
				.map((line) -> line.split("\\s+")[5])
				.findFirst()
				.orElseThrow());
			try {
				posix.chdir("/none");
			}
			catch (PosixException ex) {
				System.out.println(ex.getMessage());
			}
		}

	}

}
