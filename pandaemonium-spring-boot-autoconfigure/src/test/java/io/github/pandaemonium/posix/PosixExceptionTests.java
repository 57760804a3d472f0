package io.github.pandaemonium.posix;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PosixException}.
 */
class PosixExceptionTests {

	@Test
	void messageHasCallAndTextAndNameOfTheError() {
		PosixException exception = new PosixException("open(\"/x\")", 13);
		assertThat(exception).hasMessage("open(\"/x\"): Permission denied (EACCES)");
		assertThat(exception.getCall()).isEqualTo("open(\"/x\")");
		assertThat(exception.getErrno()).isEqualTo(13);
		assertThat(exception.getText()).isEqualTo("Permission denied (EACCES)");
	}

	@Test
	void isComparesByName() {
		PosixException exception = new PosixException("flock(3)", Constants.errno("EWOULDBLOCK"));
		assertThat(exception.is("EWOULDBLOCK")).isTrue();
		assertThat(exception.is("EAGAIN")).isTrue();
		assertThat(exception.is("EACCES")).isFalse();
	}

	@Test
	void numberWithoutANameIsTold() {
		assertThat(new PosixException("x", 4711)).hasMessage("x: error 4711");
	}

}
