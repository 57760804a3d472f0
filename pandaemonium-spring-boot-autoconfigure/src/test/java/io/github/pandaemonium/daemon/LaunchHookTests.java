package io.github.pandaemonium.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.launch.DaemonProcess;
import io.github.pandaemonium.launch.LaunchRequest;
import io.github.pandaemonium.posix.FakePosix;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LaunchHook}.
 */
class LaunchHookTests {

	private static final int SHELL = 4711;

	private final FakePosix posix = new FakePosix().withProcess(42, SHELL);

	@Test
	void interruptBeforeThereIsAProcessKillsItAsSoonAsItIsThere() {
		try (LaunchHook hook = new LaunchHook()) {
			hook.interrupted();
			assertThat(hook.isInterrupted()).isTrue();
			hook.guard(process());
			assertThat(this.posix.calls("kill")).startsWith("kill(-4711, 9)");
		}
	}

	@Test
	void interruptBeforeThereIsAProcessWakesWhoWaitsForTheLock() throws InterruptedException {
		CountDownLatch waiting = new CountDownLatch(1);
		AtomicReference<LaunchHook> hook = new AtomicReference<>();
		Thread launcher = new Thread(() -> {
			try (LaunchHook own = new LaunchHook()) {
				hook.set(own);
				waiting.countDown();
				LockSupport.park();
			}
		});
		launcher.start();
		waiting.await();
		hook.get().interrupted();
		launcher.join(10_000);
		assertThat(launcher.isAlive()).isFalse();
	}

	@Test
	void interruptSendsTermAndWaitsForWhoCleansUp() throws InterruptedException {
		try (LaunchHook hook = new LaunchHook()) {
			DaemonProcess process = process();
			process.monitor().await();
			hook.guard(process);
			Thread interrupt = new Thread(hook::interrupted);
			interrupt.start();
			Awaitility.await().until(() -> !this.posix.calls("kill").isEmpty());
			assertThat(interrupt.isAlive()).isTrue();
			assertThat(this.posix.calls("kill")).containsExactly("kill(42, 15)");
			hook.close();
			interrupt.join();
			assertThat(this.posix.calls("kill")).containsExactly("kill(42, 15)");
		}
	}

	@Test
	void hookIsRemovedOnceAllIsDone() {
		LaunchHook hook = new LaunchHook();
		hook.close();
		hook.close();
		assertThat(hook.isInterrupted()).isFalse();
	}

	private DaemonProcess process() {
		CommandLine commandLine = CommandLine.of(List.of("java", "-jar", "app.jar"), List.of(), "/launch", "/jdk");
		DaemonProcess process = DaemonProcess.spawn(this.posix,
				new LaunchRequest(commandLine, List.of(), Map.of(), 0, 5, "ready", Duration.ofMinutes(1),
						Path.of("/launch"), null, -1, List.of(), true, null, 027, Path.of("/"), Set.of(), List.of(),
						Map.of(), null));
		this.posix.withInput(this.posix.openDescriptors().stream().min(Integer::compare).orElseThrow(), "pid 42\n");
		return process;
	}

}
