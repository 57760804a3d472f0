package io.github.pandaemonium.context;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonLifecycle}.
 */
class DaemonLifecycleTests {

	@RegisterExtension
	private final Launches launches = new Launches();

	@Test
	void lifecycleTellsWhatTheDaemonIs() {
		Map<Stage, Instant> stages = Map.of(Stage.UMASK, Instant.EPOCH);
		DaemonLifecycle lifecycle = new DaemonLifecycle(DaemonMode.DETACHED, Path.of("/run/x.pid"), () -> stages);
		assertThat(lifecycle.getMode()).isEqualTo(DaemonMode.DETACHED);
		assertThat(lifecycle.getPid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(lifecycle.getStartTime()).isBefore(Instant.now());
		assertThat(lifecycle.getPidFile()).isEqualTo(Path.of("/run/x.pid"));
		assertThat(lifecycle.getStages()).isEqualTo(stages);
	}

	@Test
	void applicationThatIsNoDaemonHasNothing() {
		DaemonLifecycle lifecycle = DaemonLifecycle.none();
		assertThat(lifecycle.getMode()).isEqualTo(DaemonMode.NONE);
		assertThat(lifecycle.getPidFile()).isNull();
		assertThat(lifecycle.getStages()).isEmpty();
	}

	@Test
	void stopEndsTheProcessInOrderWithStatusZero() {
		Result result = this.launches.java("-cp", System.getProperty("java.class.path"), Stopping.class.getName())
			.run();
		assertThat(result.status()).as(result.err()).isZero();
		assertThat(result.out().lines()).containsExactly("goes on", "hook");
	}

	/**
	 * Stops itself, twice.
	 */
	static final class Stopping {

		private Stopping() {
		}

		public static void main(String[] args) throws InterruptedException {
			CountDownLatch said = new CountDownLatch(1);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				try {
					said.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				System.out.println("hook");
			}));
			DaemonLifecycle lifecycle = DaemonLifecycle.none();
			lifecycle.stop();
			lifecycle.stop();
			System.out.println("goes on");
			said.countDown();
			new CountDownLatch(1).await();
		}

	}

}
