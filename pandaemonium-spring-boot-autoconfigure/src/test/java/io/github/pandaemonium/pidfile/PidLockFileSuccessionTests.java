package io.github.pandaemonium.pidfile;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A lock that two processes have while one of them takes over from the other. The second
 * is this one, by the number of a child.
 */
@EnabledOnOs(OS.LINUX)
class PidLockFileSuccessionTests {

	private static final int LEAST = 10;

	private final Posix posix = NativeAccess.posix();

	private final int self = Math.toIntExact(ProcessHandle.current().pid());

	@TempDir
	private Path directory;

	private Path path;

	private Process child;

	private PidLockFile old;

	private PidLockFile successor;

	@BeforeEach
	void hand() throws IOException {
		this.path = this.directory.resolve("x.pid");
		this.child = new ProcessBuilder("/bin/sh", "-c", "read line").start();
		this.old = new PidLockFile(this.path).seal();
		this.successor = new PidLockFile(as(this.child), this.path, Duration.ZERO, false)
			.adopt(this.posix.dup(this.old.descriptor(), LEAST));
	}

	@AfterEach
	void end() throws Exception {
		this.successor.abandon();
		this.old.abandon();
		this.child.destroyForcibly().waitFor();
	}

	@Test
	void oneThatTakesOverHasTheFileAndTheLock() throws Exception {
		assertThat(this.old.successor()).isEmpty();
		this.successor.succeed(this.self);
		assertThat(Files.readAllLines(this.path)).hasSize(2).startsWith(Long.toString(this.child.pid()));
		assertThat(this.old.successor()).hasValue(Math.toIntExact(this.child.pid()));
		this.old.release();
		assertThat(this.path).exists();
		assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(() -> new PidLockFile(this.path).acquire());
		this.successor.release();
		assertThat(this.path).doesNotExist();
	}

	@Test
	void oneThatDiesAfterwardsHasNotTakenOver() throws Exception {
		this.successor.succeed(this.self);
		this.child.destroyForcibly().waitFor();
		assertThat(this.old.successor()).isEmpty();
		this.old.reclaim();
		assertThat(Files.readAllLines(this.path)).hasSize(2).startsWith(Integer.toString(this.self));
	}

	@Test
	void oneThatLeavesAtOnceLeavesTheFileToTheOther() throws Exception {
		this.successor.succeed(this.self);
		this.successor.release();
		assertThat(this.path).doesNotExist();
		this.child.destroyForcibly().waitFor();
		assertThat(this.old.successor()).isEmpty();
		this.old.reclaim();
		assertThat(Files.readAllLines(this.path)).startsWith(Integer.toString(this.self));
		assertThat(this.old.isPrimary()).isTrue();
	}

	@Test
	void fileOfOneThatHasDiedIsRemovedWithTheLock() throws Exception {
		this.successor.succeed(this.self);
		this.child.destroyForcibly().waitFor();
		this.old.release();
		assertThat(this.path).doesNotExist();
	}

	@Test
	void nothingIsTakenFromAnotherProcessOrFromAFileThatIsGone() throws Exception {
		int other = Math.toIntExact(ProcessHandle.current().parent().orElseThrow().pid());
		assertThatExceptionOfType(NotMyLockException.class).isThrownBy(() -> this.successor.succeed(other));
		Files.delete(this.path);
		assertThatExceptionOfType(NotMyLockException.class).isThrownBy(() -> this.successor.succeed(this.self));
		assertThat(this.old.successor()).isEmpty();
	}

	@Test
	void onlyTheLockOfThatVeryFileIsAdopted() throws Exception {
		Path another = Files.createFile(this.directory.resolve("y.pid"));
		PidLockFile file = new PidLockFile(another);
		int fd = this.posix.dup(this.old.descriptor(), LEAST);
		try {
			assertThatExceptionOfType(NotMyLockException.class).isThrownBy(() -> file.adopt(fd));
			assertThat(file.isPrimary()).isFalse();
		}
		finally {
			this.posix.close(fd);
		}
	}

	/** As a shell's {@code >>} opens it. */
	@Test
	void fileThatWasOpenedToAppendIsWrittenOver() throws Exception {
		Path another = Files.writeString(this.directory.resolve("y.pid"), "1234567\nand more\n");
		int fd = this.posix.open(another.toString(), Posix.O_RDWR | Posix.O_APPEND, 0);
		assertThat(this.posix.flock(fd, true)).isTrue();
		PidLockFile file = new PidLockFile(another).adopt(fd);
		file.reclaim();
		assertThat(Files.readAllLines(another)).hasSize(2).startsWith(Integer.toString(this.self));
		file.release();
	}

	private Posix as(Process process) {
		return (Posix) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Posix.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("getpid")) {
						return Math.toIntExact(process.pid());
					}
					try {
						return method.invoke(this.posix, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

}
