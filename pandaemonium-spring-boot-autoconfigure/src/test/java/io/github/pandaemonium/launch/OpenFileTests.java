package io.github.pandaemonium.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OpenFile}.
 */
class OpenFileTests {

	@TempDir
	private Path directory;

	private final Posix posix = NativeAccess.posix();

	@Test
	void openFilesAreListedInOrderWithTheirTargets() throws Exception {
		Path file = Files.createFile(this.directory.toRealPath().resolve("a b"));
		int[] pipe = this.posix.pipe();
		int fd = this.posix.open(file.toString(), Posix.O_RDONLY, 0);
		try {
			List<OpenFile> files = OpenFile.list();
			assertThat(files).contains(new OpenFile(fd, file.toString()))
				.isSortedAccordingTo(Comparator.comparingInt(OpenFile::descriptor));
			assertThat(files).filteredOn((open) -> open.descriptor() == pipe[0])
				.singleElement()
				.extracting(OpenFile::target)
				.asString()
				.startsWith("pipe:[");
			assertThat(files).extracting(OpenFile::target).noneMatch((target) -> target.endsWith("/fd"));
		}
		finally {
			List.of(pipe[0], pipe[1], fd).forEach(this.posix::close);
		}
	}

	@Test
	void findKnowsNumbersAndPaths() throws Exception {
		Path file = Files.createFile(this.directory.toRealPath().resolve("x"));
		int first = this.posix.open(file.toString(), Posix.O_RDONLY, 0);
		int second = this.posix.open(file.toString(), Posix.O_RDONLY, 0);
		assertThat(OpenFile.find(file.toString())).containsExactlyInAnyOrder(first, second);
		assertThat(OpenFile.find(Integer.toString(first))).containsExactly(first);
		this.posix.close(first);
		this.posix.close(second);
		assertThat(OpenFile.find(file.toString())).isEmpty();
		assertThat(OpenFile.find("987654")).isEmpty();
		assertThat(OpenFile.find("")).isEmpty();
	}

}
