package io.github.pandaemonium.launch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ControlPipe}, through a real pipe.
 */
class ControlPipeTests {

	private static final int PATIENCE = 30;

	private final Posix posix = NativeAccess.posix();

	private final int[] pipe = this.posix.pipe();

	private boolean readerClosed;

	@AfterEach
	void close() {
		closeReader();
		if (this.posix.fstat(this.pipe[1]) != null) {
			this.posix.close(this.pipe[1]);
		}
	}

	@Test
	void everythingIsSaidInOrder() {
		ControlPipe control = control("ready");
		control.born();
		control.progress("bean 'a b'");
		control.stages();
		control.ready("/var/log/x y.log");
		assertThat(read()).isEqualTo("born\nprogress bean+%27a+b%27\nstages\nready %2Fvar%2Flog%2Fx+y.log\n");
	}

	@Test
	void pipeIsClosedAfterWhatTheLauncherWaitsFor() {
		assertThat(openAfterBorn("none")).isFalse();
	}

	@Test
	void pipeStaysOpenUntilThen() {
		assertThat(openAfterBorn("stages")).isTrue();
	}

	@Test
	void stagesAreTheEndWhereTheyAreWaitedFor() {
		ControlPipe control = control("stages");
		control.stages();
		assertThat(control.isOpen()).isFalse();
		control.progress("x");
		control.ready(null);
		control.failed("x", "y");
		control.close();
		assertThat(read()).isEqualTo("stages\n");
	}

	@Test
	void failureIsSaidAndThePipeStaysOpen() {
		ControlPipe control = control("ready");
		control.failed("What went\nwrong", "Mend it.");
		assertThat(control.isOpen()).isTrue();
		control.close();
		assertThat(read()).isEqualTo("failed What+went%0Awrong Mend+it.\n");
	}

	@Test
	void progressIsDroppedWhereThePipeIsFull() {
		ControlPipe control = control("ready");
		for (int i = 0; i < 100_000; i++) {
			control.progress("a step that the launcher does not read in time");
		}
		assertThat(control.isOpen()).isTrue();
	}

	@Test
	void resultWaitsWhereThePipeIsFull() throws InterruptedException {
		ControlPipe control = control("ready");
		while (this.posix.tryWrite(this.pipe[1], new byte[4096])) {
			continue;
		}
		Thread writer = new Thread(() -> control.ready(null));
		writer.start();
		assertThat(read()).endsWith("ready \n");
		writer.join();
		assertThat(control.isOpen()).isFalse();
	}

	@Test
	void launcherThatIsGoneIsNoError() {
		ControlPipe control = control("ready");
		closeReader();
		assertThatNoException().isThrownBy(() -> {
			control.progress("x");
			control.failed("x", "y");
		});
	}

	@Test
	void launcherThatGoesIsNoticed() throws InterruptedException {
		CountDownLatch gone = new CountDownLatch(1);
		control("ready").watch(gone::countDown);
		closeReader();
		assertThat(gone.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void launcherThatGoesAfterItsAnswerIsNoMatter() throws InterruptedException {
		CountDownLatch answered = new CountDownLatch(1);
		CompletableFuture<Thread> watcher = new CompletableFuture<>();
		FakePosix fake = new FakePosix() {

			@Override
			public boolean pollReaderGone(int fd, int timeout) {
				watcher.complete(Thread.currentThread());
				await(answered);
				return true;
			}

		};
		AtomicBoolean gone = new AtomicBoolean();
		ControlPipe control = new ControlPipe(fake, birth(fake.open("/pipe", 0, 0), "ready"));
		control.watch(() -> gone.set(true));
		Thread thread = watcher.join();
		control.ready(null);
		answered.countDown();
		thread.join(TimeUnit.SECONDS.toMillis(PATIENCE));
		assertThat(thread.isAlive()).isFalse();
		assertThat(gone).isFalse();
	}

	@Test
	void compilersAreReleasedBeforeTheAnswer() {
		FakePosix fake = confined();
		ControlPipe control = new ControlPipe(fake, birth(fake.open("/pipe", 0, 0), "ready"));
		control.ready(null);
		assertThat(fake.calls("sched_setaffinity", "write"))
			.startsWith(fake.calls("sched_setaffinity").toArray(String[]::new))
			.anyMatch((call) -> call.endsWith(", {0, 1})"));
	}

	@ParameterizedTest
	@CsvSource({ "true, stages", "true, none", "false, ready" })
	void compilersAreLeftAloneWhereTheyAreNotConfined(boolean pipe, String waitFor) {
		FakePosix fake = confined();
		new ControlPipe(fake, birth(pipe ? fake.open("/pipe", 0, 0) : -1, waitFor)).ready(null);
		assertThat(fake.calls("sched_setaffinity")).noneMatch((call) -> call.endsWith(", {0, 1})"));
	}

	@Test
	void compilersThatCantBeReleasedAreNoError() {
		FakePosix fake = confined().failing("sched_setaffinity", "EPERM");
		ControlPipe control = new ControlPipe(fake, birth(fake.open("/pipe", 0, 0), "ready"));
		control.ready(null);
		assertThat(fake.calls("write")).hasSize(1);
	}

	@Test
	void afterAnExecInPlaceThereIsNoPipe() {
		FakePosix fake = new FakePosix();
		ControlPipe control = new ControlPipe(fake, birth(-1, "ready"));
		control.born();
		control.progress("x");
		control.watch(() -> {
		});
		control.failed("x", "y");
		control.close();
		assertThat(control.isOpen()).isFalse();
		assertThat(fake.calls()).isEmpty();
	}

	@Test
	void programsThatTheDaemonStartsDoNotGetThePipe() {
		FakePosix fake = new FakePosix();
		new ControlPipe(fake, birth(7, "ready"));
		assertThat(fake.calls()).containsExactly("setCloseOnExec(7, true)", "setNonBlocking(7, true)");
	}

	/**
	 * A system in which the compilers of this JVM have one of two processors.
	 */
	private static FakePosix confined() {
		FakePosix fake = new FakePosix() {

			@Override
			public int getpid() {
				return (int) ProcessHandle.current().pid();
			}

		}.withProcessors(2);
		new CompilerThreads(fake, fake.getpid()).confine();
		return fake;
	}

	private boolean openAfterBorn(String waitFor) {
		ControlPipe control = control(waitFor);
		control.born();
		return control.isOpen();
	}

	private ControlPipe control(String waitFor) {
		return new ControlPipe(this.posix, birth(this.pipe[1], waitFor));
	}

	private static Birth birth(int control, String waitFor) {
		return new Birth(control, "pipe", 0, 0, waitFor, Path.of("/"), -1, null, List.of(), Map.of(), null);
	}

	/**
	 * Reads until the other end is closed.
	 */
	private String read() {
		StringBuilder text = new StringBuilder();
		byte[] buffer = new byte[8192];
		for (int count = this.posix.read(this.pipe[0], buffer); count > 0; count = this.posix.read(this.pipe[0],
				buffer)) {
			text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
		}
		return text.toString();
	}

	private void closeReader() {
		if (!this.readerClosed) {
			this.readerClosed = true;
			this.posix.close(this.pipe[0]);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(PATIENCE, TimeUnit.SECONDS)) {
				throw new IllegalStateException("It did not come to that");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
