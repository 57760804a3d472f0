package io.github.pandaemonium.pidfile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.github.pandaemonium.posix.NativeAccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A {@link PidLockFile} on a file system without a free block.
 */
@EnabledOnOs(OS.LINUX)
class PidLockFileFullDiskIT {

	@TempDir
	Path directory;

	private boolean mounted;

	@BeforeEach
	void mount() throws Exception {
		assumeTrue(NativeAccess.posix().geteuid() == 0, "root may mount");
		this.mounted = run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", this.directory.toString()) == 0;
		assumeTrue(this.mounted, "mounting is permitted");
		Files.write(this.directory.resolve("fill"), new byte[4096]);
	}

	@AfterEach
	void unmount() throws Exception {
		if (this.mounted) {
			run("umount", this.directory.toString());
		}
	}

	@Test
	void sealIsAClearErrorAndLeavesNothing() {
		Path path = this.directory.resolve("x.pid");
		PidLockFile file = new PidLockFile(path).acquire();
		assertThatExceptionOfType(LockFailedException.class).isThrownBy(file::seal)
			.withMessage("Unable to write '" + path + "': No space left on device (ENOSPC)");
		assertThat(path).doesNotExist();
		assertThat(file.isPrimary()).isFalse();
	}

	@Test
	void restoreKeepsOthersAwayByAnEmptyFile() throws Exception {
		Files.delete(this.directory.resolve("fill"));
		Path path = this.directory.resolve("x.pid");
		try (PidLockFile file = new PidLockFile(path).seal()) {
			Files.move(path, this.directory.resolve("fill"));
			assertThatExceptionOfType(LockFailedException.class).isThrownBy(file::restore)
				.withMessage("Unable to write '" + path + "': No space left on device (ENOSPC)");
			assertThat(file.isPrimary()).isTrue();
			assertThatExceptionOfType(AlreadyLockedException.class).isThrownBy(() -> new PidLockFile(path).acquire());
		}
		assertThat(path).doesNotExist();
	}

	/** Another process takes the block that a file which is emptied gives back. */
	@Test
	void fileIsWrittenOverWithoutAFreeBlock() throws Exception {
		Files.delete(this.directory.resolve("fill"));
		Path path = this.directory.resolve("x.pid");
		try (PidLockFile file = new PidLockFile(path).acquire()) {
			int fd = NativeAccess.posix().dup(file.descriptor(), 10);
			NativeAccess.posix().pwrite(fd, "1234567\n".getBytes(StandardCharsets.US_ASCII), 0);
			NativeAccess.posix().close(fd);
			file.reclaim();
			assertThat(Files.readAllLines(path)).startsWith(Long.toString(ProcessHandle.current().pid()));
		}
	}

	private static int run(String... command) throws Exception {
		return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
	}

}
