package io.github.pandaemonium.daemon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pandaemonium.launch.OpenFile;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Inheritance}.
 */
class InheritanceTests {

	@TempDir
	private Path directory;

	@Test
	void numbersAndPathsAreFoundOnceAndStreamsAreLeftOut() throws Exception {
		Posix posix = NativeAccess.posix();
		Path file = Files.createFile(this.directory.toRealPath().resolve("x"));
		int fd = posix.open(file.toString(), Posix.O_RDONLY, 0);
		try {
			assertThat(Inheritance.descriptors(List.of("1", Integer.toString(fd), file.toString())))
				.containsExactly(fd);
		}
		finally {
			posix.close(fd);
		}
	}

	@Test
	void fileThatIsNotOpenIsRefused() {
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> Inheritance.descriptors(List.of("987654")))
			.withMessage("Invalid inherit-files '987654': no such file is open");
	}

	@Test
	void fileThatTheJvmOpenedIsRefused() {
		OpenFile own = OpenFile.list()
			.stream()
			.filter((file) -> file.target().endsWith("/lib/modules"))
			.findFirst()
			.orElseThrow();
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> Inheritance.descriptors(List.of(Integer.toString(own.descriptor()))))
			.withMessageEndingWith("here it is the JVM's '" + own.target() + "'");
	}

}
