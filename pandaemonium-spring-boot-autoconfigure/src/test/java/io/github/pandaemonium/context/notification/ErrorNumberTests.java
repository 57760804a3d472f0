package io.github.pandaemonium.context.notification;

import java.net.BindException;

import io.github.pandaemonium.daemon.DaemonException;
import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.posix.PosixException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.web.server.PortInUseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorNumber}.
 */
class ErrorNumberTests {

	@Test
	void numberOfASystemCallIsFoundWhereverItIs() {
		PosixException cause = new PosixException("chdir", PosixException.errno("EACCES"));
		assertThat(ErrorNumber.of(new IllegalStateException(new DaemonException(Stage.UMASK, "x", cause))))
			.isEqualTo(13);
	}

	@Test
	void portInUseIsOne() {
		assertThat(ErrorNumber.of(new IllegalStateException(new PortInUseException(80)))).isEqualTo(98);
		assertThat(ErrorNumber.of(new BindException("Address already in use"))).isEqualTo(98);
		assertThat(ErrorNumber.of(new BindException("Permission denied"))).isEqualTo(125);
	}

	@Test
	void valueThatCantBeIsOneAndAnythingElseIsCanceled() {
		assertThat(ErrorNumber.of(new InvalidOptionException("a", "b", "c", "d"))).isEqualTo(22);
		assertThat(ErrorNumber.of(new IllegalStateException("x"))).isEqualTo(125);
	}

}
