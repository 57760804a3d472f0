package io.github.pandaemonium.posix;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FileStatus}.
 */
class FileStatusTests {

	@Test
	void typeIsOneOfTheMode() {
		assertThat(status(0100644).isRegularFile()).isTrue();
		assertThat(status(0040755).isDirectory()).isTrue();
		assertThat(status(0120777).isSymbolicLink()).isTrue();
		assertThat(status(0010600).isPipe()).isTrue();
		assertThat(status(0100644).isSocket()).isFalse();
		// a socket shares bits with all of them
		assertThat(status(0140777)).satisfies((socket) -> {
			assertThat(socket.isSocket()).isTrue();
			assertThat(socket.isRegularFile()).isFalse();
			assertThat(socket.isDirectory()).isFalse();
			assertThat(socket.isSymbolicLink()).isFalse();
			assertThat(socket.isPipe()).isFalse();
		});
	}

	@Test
	void writableByOthersLooksAtGroupAndOthers() {
		assertThat(status(0100644).isWritableByOthers()).isFalse();
		assertThat(status(0100620).isWritableByOthers()).isTrue();
		assertThat(status(0100602).isWritableByOthers()).isTrue();
	}

	@Test
	void sameFileNeedsDeviceAndInode() {
		FileStatus status = new FileStatus(1, 2, 0100644, 0, 0, 1, 0);
		assertThat(status.isSameFile(new FileStatus(1, 2, 0100600, 5, 5, 2, 9))).isTrue();
		assertThat(status.isSameFile(new FileStatus(2, 2, 0100644, 0, 0, 1, 0))).isFalse();
		assertThat(status.isSameFile(new FileStatus(1, 3, 0100644, 0, 0, 1, 0))).isFalse();
	}

	private static FileStatus status(int mode) {
		return new FileStatus(1, 2, mode, 0, 0, 1, 0);
	}

}
