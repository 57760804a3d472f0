package io.github.pandaemonium.sample.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the application's code meets in a daemon: the processes that it starts, the files
 * that it creates, and signals in a burst.
 */
class ProbedDaemonIT {

	/** Blocked in the children of some JVMs, daemon or not. */
	private static final int QUIT = 3;

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private static Proc daemon;

	@BeforeAll
	static void start() {
		sample = WebSample.ordinary(launches);
		daemon = sample.start(sample.byRoot(sample.probed("--pandaemonium.signal-map.USR2=statistics")));
	}

	@Test
	void childProcessInheritsNothingOfTheDaemonsOwn() {
		Proc child = new Proc(Long.parseLong(sample.get("/child")));
		assertThat(child.parent()).isEqualTo(daemon.pid());
		await().atMost(WebSample.PATIENCE).until(() -> child.cmdline().get(0).equals("sleep"));
		Set<Integer> ignored = child.signals("SigIgn");
		ignored.removeAll(WebSample.OF_THREADS);
		assertThat(ignored).isSubsetOf(WebSample.IGNORED);
		Set<Integer> blocked = child.signals("SigBlk");
		blocked.removeAll(WebSample.OF_THREADS);
		blocked.remove(QUIT);
		assertThat(blocked).isEmpty();
		assertThat(child.files()).containsOnlyKeys(0, 1, 2);
		assertThat(child.holdsLock(sample.pidFile())).isFalse();
		assertThat(child.environment()).noneMatch((variable) -> variable.contains("pandaemonium.birth"));
	}

	@Test
	void lockIsClosedInAnyProgramThatIsStarted() {
		int lock = daemon.files()
			.entrySet()
			.stream()
			.filter((file) -> file.getValue().equals(sample.pidFile().toString()))
			.findFirst()
			.orElseThrow()
			.getKey();
		assertThat(daemon.closesOnExec(lock)).isTrue();
	}

	@Test
	void filesBelongToTheUserAlone() throws Exception {
		Path file = sample.directory().resolve("created");
		Path directory = sample.directory().resolve("created.d");
		sample.get("/create?file=" + file + "&directory=" + directory);
		assertThat(Files.getOwner(file)).hasToString(sample.user());
		assertThat(Files.getOwner(directory)).hasToString(sample.user());
		assertThat(WebSample.mode(file)).isEqualTo("rw-------");
		assertThat(WebSample.mode(directory)).isEqualTo("rwx------");
	}

	@Test
	void noSignalOfABurstIsLostWhileAListenerSleeps() throws Exception {
		Path hold = Files.createFile(sample.directory().resolve("hold"));
		daemon.signal("HUP");
		await().atMost(WebSample.PATIENCE).until(() -> Files.exists(sample.directory().resolve("held")));
		Result burst = launches
			.command("/bin/sh", "-c",
					"i=0; while [ $i -lt 333 ]; do "
							+ "kill -USR2 $1; kill -HUP $1; kill -USR1 $1; i=$((i + 1)); done; kill -USR2 $1",
					"sh", Long.toString(daemon.pid()))
			.as(sample.user())
			.run();
		assertThat(burst.status()).as("%s", burst).isZero();
		await().atMost(WebSample.PATIENCE).until(() -> daemon.signals("ShdPnd").isEmpty());
		assertThat(sample.signals()).isEmpty();
		Files.delete(hold);
		List<String> signals = awaitQuiet();
		assertThat(signals).startsWith("HUP").endsWith("USR2");
		assertThat(signals.subList(1, signals.size())).contains("HUP", "USR1", "USR2");
		for (String last : List.of("USR1", "HUP", "USR2")) {
			int before = sample.signals().size();
			daemon.signal(last);
			await().atMost(WebSample.PATIENCE)
				.untilAsserted(() -> assertThat(sample.signals()).hasSize(before + 1).endsWith(last));
		}
		assertThat(daemon.isAlive()).isTrue();
	}

	/** What has been received once nothing more comes. */
	private static List<String> awaitQuiet() {
		AtomicReference<List<String>> received = new AtomicReference<>(List.of());
		await().atMost(WebSample.PATIENCE).during(Duration.ofMillis(500)).until(() -> {
			List<String> signals = sample.signals();
			return received.getAndSet(signals).equals(signals) && !signals.isEmpty();
		});
		return received.get();
	}

}
