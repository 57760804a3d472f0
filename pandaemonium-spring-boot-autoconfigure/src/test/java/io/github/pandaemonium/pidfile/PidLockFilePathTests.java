package io.github.pandaemonium.pidfile;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for what {@link PidLockFile} does where its path is no good.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PidLockFilePathTests {

	private final Posix posix = NativeAccess.posix();

	private final boolean root = this.posix.geteuid() == 0;

	@TempDir
	Path directory;

	private Path path;

	@BeforeEach
	void setUp() {
		this.path = this.directory.resolve("x.pid");
	}

	@Test
	void relativePathIsRefused() {
		assertThatExceptionOfType(LockFailedException.class).isThrownBy(() -> new PidLockFile(Path.of("x.pid")))
			.withMessage("Unable to lock 'x.pid': the path is not absolute");
	}

	@Test
	void missingDirectoryIsNamedAndNotCreated() {
		Path missing = this.directory.resolve("missing");
		assertRefused(missing.resolve("x.pid"), "the directory '" + missing + "' does not exist");
		assertThat(missing).doesNotExist();
		assertThat(new PidLockFile(missing.resolve("x.pid")).isActive()).isFalse();
	}

	@Test
	void fileInPlaceOfTheDirectoryIsNamed() throws Exception {
		Files.createFile(this.path);
		assertRefused(this.path.resolve("x.pid"), "the directory '" + this.path + "' is none");
	}

	@Test
	void symbolicLinkIsNeverFollowed() throws Exception {
		Path target = this.directory.resolve("target");
		Files.createSymbolicLink(this.path, target);
		assertRefused(this.path, "it is a symbolic link");
		assertThat(target).doesNotExist();
		Files.writeString(target, "precious");
		assertRefused(this.path, "it is a symbolic link");
		assertThat(target).hasContent("precious");
		assertThatExceptionOfType(LockFailedException.class).isThrownBy(() -> new PidLockFile(this.path).isActive())
			.withMessage("Unable to read '" + this.path + "': it is a symbolic link");
	}

	@Test
	void directoryIsRefused() {
		assertRefused(this.directory, "it is a directory");
		assertRefused(Path.of("/"), "it is a directory");
	}

	@Test
	void namedPipeDoesNotBlock() throws Exception {
		assertThat(new ProcessBuilder("mkfifo", this.path.toString()).start().waitFor()).isZero();
		assertRefused(this.path, "it is a named pipe");
		assertThatExceptionOfType(LockFailedException.class).isThrownBy(() -> new PidLockFile(this.path).readPid());
	}

	@Test
	void deviceIsRefused() {
		assertRefused(Path.of("/dev/null"), "it is not a regular file");
	}

	@Test
	void socketIsRefused() throws Exception {
		try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			socket.bind(UnixDomainSocketAddress.of(this.path));
			assertRefused(this.path, "it is not a regular file");
		}
	}

	@Test
	void fileWithOtherNamesIsRefusedAndKept() throws Exception {
		Path precious = Files.writeString(this.directory.resolve("precious"), "precious");
		Files.createLink(this.path, precious);
		assertRefused(this.path, "the file has other names (hard links)");
		assertThat(precious).hasContent("precious");
	}

	@Test
	void unwritableDirectoryIsNamed() throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("r-xr-xr-x"));
		asOrdinaryUser(() -> assertRefused(this.path,
				"the directory '" + this.directory + "' is not writable: Permission denied (EACCES)"));
	}

	@Test
	void unreachableDirectoryIsNamed() throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("---------"));
		asOrdinaryUser(() -> assertRefused(this.path,
				"the directory '" + this.directory + "' is not accessible: Permission denied (EACCES)"));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	@Test
	void fileOfAnotherUserIsRemovedByRootRatherThanTrusted() throws Exception {
		assumeTrue(this.root);
		Files.writeString(this.path, "junk");
		Files.setAttribute(this.path, "unix:uid", 12345);
		try (PidLockFile file = new PidLockFile(this.path).seal()) {
			FileStatus status = this.posix.lstat(this.path.toString());
			assertThat(status).isNotNull();
			assertThat(status.uid()).isZero();
			assertThat(file.isPrimary()).isTrue();
		}
	}

	@Test
	void fileOfAnotherUserIsRefusedByAnOrdinaryUser() throws Exception {
		assumeTrue(this.root);
		Files.writeString(this.path, "junk");
		Files.setAttribute(this.path, "unix:uid", 12345);
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-rw-rw-"));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		asOrdinaryUser(() -> assertRefused(this.path, "the file belongs to user 12345"));
		Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-------"));
		asOrdinaryUser(() -> assertRefused(this.path, "the file belongs to user 12345: Permission denied (EACCES)"));
		assertThat(this.path).hasContent("junk");
	}

	@Test
	void sealedByAnUnprivilegedDaemonAndEmptiedWhereItMayNotBeRemoved() throws Exception {
		assumeTrue(this.root);
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		PidLockFile file = new PidLockFile(this.path).acquire();
		asOrdinaryUser(() -> {
			file.seal();
			assertThat(file.readPid()).hasValue(this.posix.getpid());
			assertThat(file.isActive()).isTrue();
			file.release();
			assertThat(file.isPrimary()).isFalse();
		});
		assertThat(this.path).isEmptyFile();
		assertThat(file.isActive()).isFalse();
		file.acquire().release();
		assertThat(this.path).doesNotExist();
	}

	@Test
	void sealedByAnUnprivilegedDaemonWhereItMayNotEvenLook() throws Exception {
		assumeTrue(this.root);
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
		PidLockFile file = new PidLockFile(this.path).acquire();
		asOrdinaryUser(() -> {
			file.seal();
			assertThat(file.isPrimary()).isTrue();
			file.release();
		});
		assertThat(this.path).isEmptyFile();
		assertThat(file.isStale()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "rwxr-xr-x", "rwx------", "rwx-w--w-" })
	void emptiedAtOnceAndStillLockedWhereItMayNotBeRemovedAtExit(String permissions) throws Exception {
		assumeTrue(this.root);
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(permissions));
		PidLockFile file = new PidLockFile(this.path).acquire();
		asOrdinaryUser(() -> {
			file.seal();
			file.releaseAtExit();
		});
		assertThat(this.path).isEmptyFile();
		assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(new PidLockFile(this.path)::acquire);
		file.breakLock();
		assertThat(this.path).doesNotExist();
	}

	@Test
	void filesThatMayNotBeSeenAreNotTakenForTheInheritedOne() throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("---------"));
		// the JVM has its own files open on low numbers, and not close-on-exec
		asOrdinaryUser(() -> assertThatExceptionOfType(PidLockFileException.class)
			.isThrownBy(() -> new PidLockFile(this.posix, this.path, Duration.ZERO, false).acquire()));
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	@Test
	void lockOfAnotherUserIsSeenByAnOrdinaryUser() throws Exception {
		assumeTrue(this.root);
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		try (LockingShell holder = LockingShell.sealed(this.path)) {
			PidLockFile file = new PidLockFile(this.path);
			Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-r--r--"));
			asOrdinaryUser(() -> {
				assertThat(file.isActive()).isTrue();
				assertThat(file.holder()).hasValue(holder.pid());
			});
			Files.setPosixFilePermissions(this.path, PosixFilePermissions.fromString("rw-------"));
			asOrdinaryUser(() -> assertThat(file.isActive()).isTrue());
		}
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> asOrdinaryUser(() -> assertThat(new PidLockFile(this.path).isActive()).isFalse()))
			.withCauseInstanceOf(LockFailedException.class);
	}

	private void assertRefused(Path path, String reason) {
		assertThatExceptionOfType(LockFailedException.class)
			.isThrownBy(() -> new PidLockFile(this.posix, path, Duration.ZERO, false).acquire())
			.withMessage("Unable to lock '" + path + "': " + reason)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	/**
	 * Runs on a thread that is nobody's, where this process is root's.
	 */
	private void asOrdinaryUser(ThrowingRunnable body) throws Exception {
		if (!this.root) {
			body.run();
			return;
		}
		Posix.Account nobody = this.posix.getpwnam("nobody");
		assumeTrue(nobody != null);
		// load the classes before they are out of reach
		new PidLockFile(this.directory.resolve("warm-up.pid")).seal().release();
		int dumpable = this.posix.dumpable(-1);
		Throwable[] failure = new Throwable[1];
		Thread thread = new Thread(() -> {
			try {
				this.posix.assumeInThread(new Posix.Credentials(nobody.uid(), nobody.gid(), List.of(nobody.gid())));
				this.posix.dumpable(dumpable);
				body.run();
			}
			catch (Throwable ex) {
				failure[0] = ex;
			}
		});
		thread.start();
		thread.join();
		this.posix.dumpable(dumpable);
		if (failure[0] != null) {
			throw new AssertionError(failure[0]);
		}
	}

	interface ThrowingRunnable {

		void run() throws Exception;

	}

}
