package io.github.pandaemonium.diagnostics;

import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.pidfile.PidLockFileException;
import java.nio.file.Path;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PidLockFileFailureAnalyzer}.
 */
class PidLockFileFailureAnalyzerTests {

	@TempDir
	private Path directory;

	@Test
	void holderIsNamedWithTheWayToStopIt() {
		Path path = this.directory.resolve("x.pid");
		try (PidLockFile holder = new PidLockFile(path)) {
			holder.acquire();
			holder.seal();
			FailureAnalysis analysis = analyze(path);
			long pid = ProcessHandle.current().pid();
			assertThat(analysis.getDescription())
				.isEqualTo("already running: process " + pid + " holds '" + path + "'");
			assertThat(analysis.getAction()).contains("(kill " + pid + ")").contains("pandaemonium.pid-file");
		}
	}

	@Test
	void missingDirectoryIsExplained() {
		Path path = this.directory.resolve("none/x.pid");
		FailureAnalysis analysis = analyze(path);
		assertThat(analysis.getDescription()).startsWith("pandaemonium.pid-file=" + path + ": ");
		assertThat(analysis.getAction()).startsWith("Name a file");
	}

	@Test
	void relativePathIsExplained() {
		assertThat(analyze(Path.of("x.pid")).getAction()).isEqualTo("Use a path that starts with '/'.");
	}

	private static FailureAnalysis analyze(Path path) {
		PidLockFileException failure = Assertions.catchThrowableOfType(PidLockFileException.class,
				() -> new PidLockFile(path).acquire());
		FailureAnalysis analysis = new PidLockFileFailureAnalyzer().analyze(new IllegalStateException(failure));
		assertThat(analysis).isNotNull();
		return analysis;
	}

}
