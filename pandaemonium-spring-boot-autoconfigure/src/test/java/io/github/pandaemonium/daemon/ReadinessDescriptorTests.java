package io.github.pandaemonium.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReadinessDescriptor}.
 */
class ReadinessDescriptorTests {

	@TempDir
	private Path directory;

	private final Posix posix = NativeAccess.posix();

	@Test
	void newlineIsWrittenAndTheDescriptorClosed() throws IOException {
		Path file = this.directory.resolve("file");
		int fd = this.posix.open(file.toString(), Posix.O_WRONLY | Posix.O_CREAT, 0600);
		ReadinessDescriptor descriptor = ReadinessDescriptor.of(this.posix, fd);
		assertThat(descriptor.number()).isEqualTo(fd);
		descriptor.ready();
		assertThat(Files.readString(file)).isEqualTo("\n");
		assertThat(this.posix.fstat(fd)).isNull();
	}

	@Test
	void newlineWaitsForRoomInAFullPipe() {
		int[] pipe = this.posix.pipe();
		byte[] page = new byte[4096];
		this.posix.setNonBlocking(pipe[1], true);
		while (this.posix.tryWrite(pipe[1], page)) {
			// fills it
		}
		ReadinessDescriptor.of(this.posix, pipe[1]).ready();
		byte last = 0;
		for (int length = this.posix.read(pipe[0], page); length > 0; length = this.posix.read(pipe[0], page)) {
			last = page[length - 1];
		}
		assertThat(last).isEqualTo((byte) '\n');
		this.posix.close(pipe[0]);
		assertThat(this.posix.fstat(pipe[1])).isNull();
	}

	@Test
	void readerThatIsGoneDoesNoHarm() {
		int[] pipe = this.posix.pipe();
		ReadinessDescriptor descriptor = ReadinessDescriptor.of(this.posix, pipe[1]);
		this.posix.close(pipe[0]);
		descriptor.ready();
		assertThat(this.posix.fstat(pipe[1])).isNull();
	}

	@Test
	void descriptorThatCantBeIsRefused() {
		assertRefused(1, "it is not the number of a descriptor beside the standard streams");
		assertRefused(9999, "the caller has left no such descriptor open");
		int[] pipe = this.posix.pipe();
		try {
			assertRefused(pipe[0], "it can't be written");
		}
		finally {
			this.posix.close(pipe[0]);
			this.posix.close(pipe[1]);
		}
		assertThat(ReadinessDescriptor.ofDetached(3)).hasMessageStartingWith("Invalid notification-fd '3': ");
	}

	private void assertRefused(int fd, String reason) {
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> ReadinessDescriptor.of(this.posix, fd))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

}
