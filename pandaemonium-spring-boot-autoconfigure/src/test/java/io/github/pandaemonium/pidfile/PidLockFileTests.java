package io.github.pandaemonium.pidfile;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.posix.ProcessStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PidLockFile}, on real files.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PidLockFileTests {

	private static final int ENOSPC = 28;

	private final Posix posix = NativeAccess.posix();

	private final int self = this.posix.getpid();

	@TempDir
	Path directory;

	private Path path;

	@BeforeEach
	void setUp() {
		this.path = this.directory.resolve("x.pid");
	}

	@Test
	void acquireCreatesAnEmptyFileAndSealWritesPidAndTime() throws Exception {
		try (PidLockFile file = new PidLockFile(this.path).acquire()) {
			assertThat(this.path).isEmptyFile();
			assertThat(file.readPid()).isEmpty();
			Instant before = Instant.now();
			file.seal();
			List<String> lines = Files.readAllLines(this.path);
			assertThat(lines).hasSize(2);
			assertThat(lines.get(0)).isEqualTo(Integer.toString(this.self));
			assertThat(Instant.parse(lines.get(1))).isBetween(before.minusSeconds(1), Instant.now());
			assertThat(file.readPid()).hasValue(this.self);
			assertThat(Files.readString(this.path)).endsWith("\n");
		}
		assertThat(this.path).doesNotExist();
	}

	@Test
	void sealAcquiresFirstWhereThatWasNotDoneAndASecondSealDoesNothing() throws Exception {
		try (PidLockFile file = new PidLockFile(this.path).seal()) {
			String content = Files.readString(this.path);
			file.seal();
			assertThat(this.path).hasContent(content);
			assertThat(file.isPrimary()).isTrue();
		}
	}

	@Test
	void acquireGivesModeWhateverTheUmask() throws Exception {
		int umask = this.posix.umask(0777);
		try (PidLockFile file = new PidLockFile(this.path).acquire()) {
			assertThat(permissions()).isEqualTo("rw-------");
		}
		finally {
			this.posix.umask(umask);
		}
		try (PidLockFile file = new PidLockFile(this.path).mode(0644).acquire()) {
			assertThat(permissions()).isEqualTo("rw-r--r--");
		}
	}

	@Test
	void acquireSetsTheModeOfAFileThatWasThere() throws Exception {
		Files.createFile(this.path);
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-rw-rw-"));
		try (PidLockFile file = new PidLockFile(this.path).acquire()) {
			assertThat(permissions()).isEqualTo("rw-------");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0400, 0666, 01600, -1 })
	void modeThatLetsOthersOrNobodyWriteIsRefused(int mode) {
		PidLockFile file = new PidLockFile(this.path);
		assertThatExceptionOfType(LockFailedException.class).isThrownBy(() -> file.mode(mode));
	}

	@Test
	void acquireWhenHeldByAnotherObjectOfThisProcessThrowsWithOwnPid() {
		try (PidLockFile file = new PidLockFile(this.path).seal()) {
			PidLockFile other = new PidLockFile(this.path);
			assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(other::acquire)
				.withMessage("Unable to lock '%s': held by process %d", this.path, this.self)
				.satisfies((ex) -> assertThat(ex.getHolder()).hasValue(this.self))
				.satisfies((ex) -> assertThat(ex.getPath()).isEqualTo(this.path));
			assertThat(other.isLocked()).isTrue();
			assertThat(other.isPrimary()).isFalse();
			other.release();
			assertThat(file.isPrimary()).isTrue();
		}
	}

	@Test
	void acquireWhenHeldThrowsAtOnceWithOwnerPid() throws Exception {
		try (LockingShell holder = LockingShell.sealed(this.path)) {
			PidLockFile file = new PidLockFile(this.path);
			new PidLockFile(this.directory.resolve("warm-up.pid")).seal().release();
			assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(file::acquire)
				.isExactlyInstanceOf(AlreadyLockedException.class)
				.withMessage("Unable to lock '%s': held by process %d", this.path, holder.pid());
			long quickest = IntStream.range(0, 5).mapToLong((i) -> {
				long start = System.nanoTime();
				assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(file::acquire);
				return System.nanoTime() - start;
			}).min().orElseThrow();
			assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofMillis(150));
			assertThat(file.isActive()).isTrue();
			assertThat(file.isStale()).isFalse();
			assertThat(file.isLocked()).isFalse();
			assertThat(file.isPrimary()).isFalse();
			assertThat(file.readPid()).hasValue(holder.pid());
			assertThat(file.holder()).hasValue(holder.pid());
			file.release();
			assertThat(this.path).exists();
		}
	}

	@Test
	void killedHolderFreesTheLockAtOnce() throws Exception {
		try (LockingShell holder = LockingShell.sealed(this.path)) {
			holder.kill();
			PidLockFile file = new PidLockFile(this.path);
			assertThat(file.isStale()).isTrue();
			assertThat(file.isActive()).isFalse();
			assertThat(file.holder()).isEmpty();
			file.acquire();
			assertThat(file.isPrimary()).isTrue();
			assertThat(this.path).isEmptyFile();
			file.release();
		}
	}

	@Test
	void startInProgressIsNamedByTheProcessThatTookTheLock() {
		PidLockFile starting = new PidLockFile(this.path).acquire();
		PidLockFile file = new PidLockFile(this.path);
		assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(file::acquire)
			.withMessageEndingWith("held by process " + this.self);
		assertThat(file.holder()).hasValue(this.self);
		starting.release();
	}

	@Test
	void lockOfADeadProcessThatLivesOnInAnotherIsActiveWithoutAName() throws Exception {
		try (LockingShell holder = LockingShell.unsealed(this.path)) {
			PidLockFile file = new PidLockFile(this.path);
			assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(file::acquire)
				.withMessage("Unable to lock '%s': held by another process", this.path)
				.satisfies((ex) -> assertThat(ex.getHolder()).isEmpty());
			assertThat(file.isActive()).isTrue();
			assertThat(file.holder()).isEmpty();
		}
	}

	@Test
	void holderIsNotWhateverStandsInALockedFile() throws Exception {
		try (LockingShell holder = LockingShell.unsealed(this.path);
				LockingShell innocent = LockingShell.unlocked(this.directory.resolve("y.pid"))) {
			Files.writeString(this.path, innocent.pid() + "\n");
			PidLockFile file = new PidLockFile(this.path);
			assertThat(file.isActive()).isTrue();
			assertThat(file.readPid()).hasValue(innocent.pid());
			assertThat(file.holder()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "junk", "0\n", "-1\n", "2147483647\n", "99999999999\n" })
	void fileThatNamesNobodyIsStaleAtOnce(String content) throws Exception {
		Files.writeString(this.path, content);
		assertIsTakenOver();
	}

	@Test
	void hugeFileIsStaleAtOnce() throws Exception {
		Files.write(this.path, new byte[16 * 1024 * 1024]);
		assertIsTakenOver();
	}

	@Test
	void ownPidInAnUnlockedFileIsStale() throws Exception {
		Files.writeString(this.path, this.self + "\n");
		assertIsTakenOver();
	}

	@Test
	void zombieIsNobody() throws Exception {
		Process process = new ProcessBuilder("sh", "-c", "sleep 0.1 & echo $!; exec sleep 30").start();
		try {
			int zombie = Integer.parseInt(process.inputReader().readLine());
			await().until(() -> {
				ProcessStatus status = ProcessStatus.of(Integer.toString(zombie));
				return status != null && status.state() == 'Z';
			});
			Files.writeString(this.path, zombie + "\n");
			assertIsTakenOver();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	@Test
	void processThatStartedAfterTheFileWasWrittenOnlyGotTheNumber() throws Exception {
		try (LockingShell process = LockingShell.unlocked(this.path)) {
			Files.setLastModifiedTime(this.path, FileTime.from(Instant.now().minusSeconds(3600)));
			assertIsTakenOver();
		}
	}

	@Test
	void livingProcessThatDoesNotLockHasItsFile() throws Exception {
		try (LockingShell process = LockingShell.unlocked(this.path)) {
			PidLockFile file = new PidLockFile(this.path);
			assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(file::acquire)
				.withMessage("Unable to lock '%s': held by process %d", this.path, process.pid());
			assertThat(this.path).hasContent(process.pid() + "\n");
			assertThat(file.isActive()).isTrue();
			assertThat(file.isStale()).isFalse();
			assertThat(file.isLocked()).isFalse();
			assertThat(file.holder()).as("holder of a lock").isEmpty();
		}
	}

	@Test
	void fileThatTheParentWroteIsOursAndStays() throws Exception {
		Files.writeString(this.path, this.posix.getppid() + "\n");
		PidLockFile file = new PidLockFile(this.path);
		assertThat(file.isLocked()).isTrue();
		file.acquire();
		assertThat(file.isPrimary()).isFalse();
		assertThat(file.isActive()).isTrue();
		assertThatExceptionOfType(LockNotReentrantException.class).isThrownBy(file::acquire);
		assertThatExceptionOfType(NotMyLockException.class).isThrownBy(file::descriptor);
		file.seal();
		file.release();
		assertThat(this.path).hasContent(this.posix.getppid() + "\n");
		file.acquire();
		file.breakLock();
		assertThat(this.path).exists();
	}

	@Test
	void fileThatNamesTheParentButIsOlderIsStale() throws Exception {
		Files.writeString(this.path, this.posix.getppid() + "\n");
		Files.setLastModifiedTime(this.path, FileTime.from(Instant.EPOCH));
		assertIsTakenOver();
	}

	@Test
	void acquireWaitsForTheLock() throws Exception {
		try (LockingShell holder = LockingShell.sealed(this.path)) {
			CompletableFuture.runAsync(() -> {
				try {
					holder.kill();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
			try (PidLockFile file = new PidLockFile(this.path, Duration.ofSeconds(20)).acquire()) {
				assertThat(file.isPrimary()).isTrue();
			}
		}
	}

	@Test
	void acquireThrowsWhenTheTimeIsOver() throws Exception {
		try (LockingShell holder = LockingShell.sealed(this.path)) {
			PidLockFile file = new PidLockFile(this.path);
			long start = System.nanoTime();
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> file.acquire(Duration.ofMillis(300)))
				.withMessage("Unable to lock '%s' within 300 ms: held by process %d", this.path, holder.pid())
				.satisfies((ex) -> assertThat(ex.getTimeout()).hasMillis(300));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		}
	}

	@Test
	void acquireWhenInterruptedThrowsAndKeepsTheInterrupt() throws Exception {
		try (LockingShell holder = LockingShell.sealed(this.path)) {
			PidLockFile file = new PidLockFile(this.path, Duration.ofSeconds(20));
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(LockFailedException.class).isThrownBy(file::acquire)
				.withMessageEndingWith("interrupted while waiting for process " + holder.pid());
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void acquireOutlivesAReaderThatProbesTheLock() throws Exception {
		Files.createFile(this.path);
		int reader = this.posix.open(this.path.toString(), Posix.O_RDONLY, 0);
		assertThat(this.posix.flock(reader, false)).isTrue();
		CompletableFuture<Void> end = CompletableFuture.runAsync(() -> this.posix.close(reader),
				CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
		try (PidLockFile file = new PidLockFile(this.path).acquire()) {
			assertThat(file.isPrimary()).isTrue();
		}
		end.get();
	}

	@Test
	void reentrantFileIsReleasedAsOftenAsItWasAcquired() {
		PidLockFile file = new PidLockFile(this.path, Duration.ZERO, true);
		try (PidLockFile outer = file.acquire()) {
			try (PidLockFile inner = file.acquire().seal()) {
				assertThat(inner).isSameAs(file);
			}
			assertThat(file.isPrimary()).isTrue();
			assertThat(this.path).exists();
		}
		assertThat(file.isPrimary()).isFalse();
		assertThat(this.path).doesNotExist();
		file.release();
		file.close();
	}

	@Test
	void fileThatIsNotReentrantCanNotBeAcquiredTwice() {
		try (PidLockFile file = new PidLockFile(this.path, Duration.ofSeconds(5)).acquire()) {
			assertThatExceptionOfType(LockNotReentrantException.class).isThrownBy(file::acquire)
				.withMessageStartingWith("Unable to lock '" + this.path + "' again");
			assertThat(file.isPrimary()).isTrue();
		}
	}

	@Test
	void lockIsHandedOnByItsDescriptor() throws Exception {
		PidLockFile launcher = new PidLockFile(this.path).acquire();
		int handed = launcher.descriptor() + 100;
		this.posix.dup2(launcher.descriptor(), handed);
		launcher.abandon();
		assertThat(launcher.isPrimary()).isFalse();
		launcher.release();
		try (PidLockFile daemon = new PidLockFile(this.path).seal()) {
			assertThat(daemon.isPrimary()).isTrue();
			assertThat(daemon.descriptor()).isEqualTo(handed);
			assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + handed)))
				.containsPattern("flags:\\s+02\\d{6}\\b");
			assertThat(daemon.readPid()).hasValue(this.self);
			assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(launcher::acquire);
		}
		assertThat(this.path).doesNotExist();
	}

	@Test
	void fileThatIsRemovedAtExitStaysAndIsLockedUntilThen() throws Exception {
		PidLockFile file = new PidLockFile(this.path).seal();
		file.releaseAtExit();
		file.release();
		file.close();
		assertThat(file.isPrimary()).isTrue();
		assertThat(file.readPid()).hasValue(this.self);
		assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(new PidLockFile(this.path)::acquire);
		Files.delete(this.path);
		assertThat(file.restore()).isFalse();
		file.breakLock();
		assertThat(file.isPrimary()).isFalse();
	}

	@Test
	void lockThatAParentTookAndHandedOnIsFoundAmongTheInheritedFiles() throws Exception {
		Process process = contenderUnder(
				"exec 7<>\"$1\" && flock -n 7 && echo longer than a pid >&7 && shift && exec \"$@\"");
		try {
			assertThat(process.inputReader().readLine()).isEqualTo("won");
			PidLockFile file = new PidLockFile(this.path);
			assertThat(file.holder()).hasValue((int) process.pid());
			assertThat(Files.readString(this.path)).startsWith(process.pid() + "\n");
		}
		finally {
			process.destroyForcibly().waitFor();
		}
		assertThat(new PidLockFile(this.path).isStale()).isTrue();
	}

	@Test
	void lockThatAParentKeepsIsHeldByIt() throws Exception {
		Process process = contenderUnder("exec 7<>\"$1\" && flock -n 7 && echo $$ >&7 && shift && \"$@\" 7<&-");
		try {
			assertThat(process.inputReader().readLine()).isEqualTo("lost " + process.pid());
		}
		finally {
			process.children().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly().waitFor();
		}
	}

	private Process contenderUnder(String script) throws IOException {
		Path home = Path.of(System.getProperty("process.java.home", System.getProperty("java.home")));
		Process process = new ProcessBuilder("sh", "-c", script, "sh", this.path.toString(),
				home.resolve("bin/java").toString(), "--enable-native-access=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path"), LockContender.class.getName(), this.path.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		assertThat(process.inputReader().readLine()).isEqualTo("ready");
		process.outputWriter().append("race 0\n").flush();
		return process;
	}

	@Test
	void descriptorOfAnotherFileIsNotTakenForTheInheritedOne() {
		try (PidLockFile other = new PidLockFile(this.directory.resolve("y.pid")).acquire()) {
			int handed = other.descriptor() + 100;
			this.posix.dup2(other.descriptor(), handed);
			try (PidLockFile file = new PidLockFile(this.path).acquire()) {
				assertThat(file.descriptor()).isNotEqualTo(handed);
				assertThat(file.isPrimary()).isTrue();
			}
			finally {
				this.posix.close(handed);
			}
		}
	}

	@Test
	void releaseLeavesAFileThatIsNotOursAnyMore() throws Exception {
		PidLockFile file = new PidLockFile(this.path).seal();
		Files.delete(this.path);
		Files.writeString(this.path, "somebody else's");
		assertThat(file.isPrimary()).isFalse();
		file.release();
		assertThat(this.path).hasContent("somebody else's");
	}

	@Test
	void breakLockRemovesAStaleOrUnlockedFile() throws Exception {
		PidLockFile file = new PidLockFile(this.path);
		file.breakLock();
		Files.writeString(this.path, "junk");
		file.breakLock();
		assertThat(this.path).doesNotExist();
		try (LockingShell process = LockingShell.unlocked(this.path)) {
			file.breakLock();
			assertThat(this.path).doesNotExist();
		}
		file.seal().breakLock();
		assertThat(this.path).doesNotExist();
		assertThat(file.isPrimary()).isFalse();
	}

	@Test
	void breakLockNeverRemovesAFileThatAnotherProcessHolds() throws Exception {
		try (LockingShell holder = LockingShell.sealed(this.path)) {
			PidLockFile file = new PidLockFile(this.path);
			assertThatExceptionOfType(NotMyLockException.class).isThrownBy(file::breakLock)
				.withMessage("Unable to break '%s': held by process %d", this.path, holder.pid())
				.satisfies((ex) -> assertThat(ex.getHolder()).isEqualTo(OptionalInt.of(holder.pid())));
			assertThat(this.path).exists();
		}
	}

	@Test
	void restorePutsARemovedFileBackUnderANewLock() throws Exception {
		try (PidLockFile file = new PidLockFile(this.path).seal()) {
			assertThat(file.restore()).isFalse();
			Files.delete(this.path);
			assertThat(file.restore()).isTrue();
			assertThat(file.isPrimary()).isTrue();
			assertThat(file.readPid()).hasValue(this.self);
			assertThat(permissions()).isEqualTo("rw-------");
			assertThatExceptionOfType(AlreadyLockedException.class)
				.isThrownBy(() -> new PidLockFile(this.path).acquire());
		}
		assertThat(this.path).doesNotExist();
		assertThat(new PidLockFile(this.path).restore()).isFalse();
	}

	@Test
	void restoreDoesNotTakeTheFileOfAnotherProcess() throws Exception {
		PidLockFile file = new PidLockFile(this.path).seal();
		Files.delete(this.path);
		try (LockingShell other = LockingShell.sealed(this.path)) {
			assertThatExceptionOfType(NotMyLockException.class).isThrownBy(file::restore)
				.withMessageEndingWith("held by process " + other.pid());
			file.release();
			assertThat(this.path).hasContent(other.pid() + "\n");
		}
	}

	@Test
	void fullDiskIsAClearErrorAndLeavesNothing() {
		Posix full = (Posix) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Posix.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("pwrite")) {
						throw new PosixException("pwrite(" + arguments[0] + ")", ENOSPC);
					}
					try {
						return method.invoke(this.posix, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		PidLockFile file = new PidLockFile(full, this.path, Duration.ZERO, false);
		assertThatExceptionOfType(LockFailedException.class).isThrownBy(file::seal)
			.withMessageMatching("Unable to write '" + this.path + "': No space left on device.*");
		assertThat(this.path).doesNotExist();
		assertThat(file.isPrimary()).isFalse();
	}

	@Test
	void nothingStaysOpenAfterwards() throws Exception {
		new PidLockFile(this.path).seal().release();
		try (LockingShell holder = LockingShell.sealed(this.path)) {
			PidLockFile file = new PidLockFile(this.path);
			assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(file::acquire);
			assertThatExceptionOfType(NotMyLockException.class).isThrownBy(file::breakLock);
			file.isActive();
			file.readPid();
		}
		try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
			assertThat(descriptors.map(PidLockFileTests::target)).noneMatch((target) -> target.contains("x.pid"));
		}
	}

	private void assertIsTakenOver() throws IOException {
		PidLockFile file = new PidLockFile(this.path);
		assertThat(file.isActive()).isFalse();
		assertThat(file.isStale()).isTrue();
		assertThat(file.isLocked()).isFalse();
		file.acquire();
		assertThat(this.path).isEmptyFile();
		file.seal();
		assertThat(file.holder()).hasValue(this.self);
		assertThat(file.isStale()).isFalse();
		FileStatus status = this.posix.lstat(this.path.toString());
		assertThat(status).isNotNull();
		assertThat(status.links()).isOne();
		file.release();
		assertThat(this.path).doesNotExist();
	}

	private String permissions() throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path));
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

}
