package io.github.pandaemonium.pidfile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PidLockFileWatch}.
 */
@EnabledOnOs(OS.LINUX)
class PidLockFileWatchTests {

	@TempDir
	Path directory;

	private Path path;

	private final Events events = new Events();

	@BeforeEach
	void setUp() {
		this.path = this.directory.resolve("x.pid");
	}

	@Test
	void removedFileIsPutBackEachTime() throws Exception {
		try (PidLockFile file = new PidLockFile(this.path).seal();
				PidLockFileWatch watch = PidLockFileWatch.start(file, this.events)) {
			for (int i = 0; i < 3; i++) {
				Files.delete(this.path);
				assertThat(this.events.next()).isEqualTo("restored");
				assertThat(this.path).content().startsWith(ProcessHandle.current().pid() + "\n");
			}
			Files.move(this.path, this.directory.resolve("y.pid"));
			assertThat(this.events.next()).isEqualTo("restored");
			assertThat(file.isPrimary()).isTrue();
		}
		assertThat(this.path).doesNotExist();
	}

	@Test
	void fileRemovedBeforeTheWatchBeganIsPutBack() throws Exception {
		try (PidLockFile file = new PidLockFile(this.path).seal()) {
			Files.delete(this.path);
			try (PidLockFileWatch watch = PidLockFileWatch.start(file, this.events)) {
				assertThat(this.events.next()).isEqualTo("restored");
			}
		}
	}

	@Test
	void fileOfAnotherProcessIsReportedAndKept() throws Exception {
		Path other = this.directory.resolve("y.pid");
		try (LockingShell process = LockingShell.sealed(other);
				PidLockFile file = new PidLockFile(this.path).seal();
				PidLockFileWatch watch = PidLockFileWatch.start(file, this.events)) {
			Files.move(other, this.path, StandardCopyOption.ATOMIC_MOVE);
			assertThat(this.events.next())
				.isEqualTo("Unable to restore '" + this.path + "': held by process " + process.pid());
			assertThat(this.path).hasContent(process.pid() + "\n");
		}
	}

	@Test
	void removedDirectoryIsReported() throws Exception {
		Path sub = Files.createDirectory(this.directory.resolve("sub"));
		Path path = sub.resolve("x.pid");
		try (PidLockFile file = new PidLockFile(path).seal()) {
			try (PidLockFileWatch watch = PidLockFileWatch.start(file, this.events)) {
				Files.move(sub, this.directory.resolve("gone"));
				Files.delete(this.directory.resolve("gone/x.pid"));
				Files.delete(this.directory.resolve("gone"));
				assertThat(this.events.next()).endsWith("the directory '" + sub + "' does not exist");
			}
		}
	}

	@Test
	void ownReleaseIsNoLoss() throws Exception {
		PidLockFile file = new PidLockFile(this.path).seal();
		try (PidLockFileWatch watch = PidLockFileWatch.start(file, this.events)) {
			file.release();
			assertThat(this.events.events.poll(200, TimeUnit.MILLISECONDS)).isNull();
			assertThat(this.path).doesNotExist();
		}
	}

	private static final class Events implements PidLockFileWatch.Listener {

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		@Override
		public void restored(Path path) {
			this.events.add("restored");
		}

		@Override
		public void lost(Path path, RuntimeException cause) {
			this.events.add(String.valueOf(cause.getMessage()));
		}

		String next() throws InterruptedException {
			return String.valueOf(this.events.poll(10, TimeUnit.SECONDS));
		}

	}

}
