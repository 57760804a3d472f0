package io.github.pandaemonium.sample.web;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The processors that the compilers of a daemon's JVM run on while it starts.
 */
class CompilersIT {

	private static final String COMPILERS = "C[12] Comp.*";

	@RegisterExtension
	static final Launches launches = new Launches();

	private static final BitSet processors = NativeAccess.posix().schedGetaffinity(0);

	private static WebSample sample;

	@BeforeAll
	static void copy() {
		Assumptions.assumeTrue(processors.cardinality() >= 2, "there are no two processors");
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "there is no taskset");
		Assumptions.assumeTrue(Proc.self().status("Seccomp").equals("0"), "system calls are filtered (seccomp)");
		sample = WebSample.ordinary(launches);
	}

	/**
	 * A launcher that is stopped does not release them.
	 */
	@Test
	void compilersHaveOneOfTwoProcessorsUntilTheDaemonIsReady() {
		int first = processors.nextSetBit(0);
		int second = processors.nextSetBit(first + 1);
		Started launcher = sample.byRoot(sample.java("-XX:TieredStopAtLevel=4", "-jar", sample.jarFile().toString()))
			.through("exec taskset -c " + first + "," + second + " \"$@\"")
			.start();
		Proc daemon = await().pollInterval(Duration.ofMillis(5))
			.atMost(WebSample.PATIENCE)
			.until(() -> confined(Integer.toString(second)).filter((process) -> !process.equals(launcher.proc()))
				.findFirst(), Optional::isPresent)
			.orElseThrow();
		assertThat(confined(Integer.toString(second))).contains(launcher.proc());
		launcher.signal("STOP");
		await().untilAsserted(() -> assertThat(launcher.proc().status("State")).startsWith("T"));
		await().atMost(WebSample.PATIENCE).until(() -> sample.log().contains("Started WebApplication"));
		String both = daemon.processors("java").get(0);
		assertThat(both).isIn(first + "-" + second, first + "," + second);
		await().atMost(WebSample.PATIENCE)
			.untilAsserted(() -> assertThat(daemon.processors(COMPILERS)).isNotEmpty().containsOnly(both));
		await().atMost(WebSample.PATIENCE)
			.until(() -> daemon.files().values().stream().noneMatch((target) -> target.startsWith("pipe:")));
		launcher.signal("KILL");
		launcher.await();
		assertThat(sample.daemon()).isEqualTo(daemon);
		sample.stop();
	}

	/**
	 * As long as it is not known what the process is to be, it may be a launcher.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "pandaemonium.foreground=true", "pandaemonium.enabled=false" })
	void compilersOfAProcessThatGoesOnHaveBothProcessors(String property) throws Exception {
		int first = processors.nextSetBit(0);
		int second = processors.nextSetBit(first + 1);
		Path configuration = launches.directory(sample.user()).resolve("late.properties");
		assertThat(new ProcessBuilder("mkfifo", "-m", "666", configuration.toString()).start().waitFor()).isZero();
		Started process = sample
			.java("-XX:TieredStopAtLevel=4", "-jar", sample.jarFile().toString(),
					"--spring.config.additional-location=file:" + configuration)
			.through("exec taskset -c " + first + "," + second + " \"$@\"")
			.start();
		await().atMost(WebSample.PATIENCE)
			.until(() -> confined(Integer.toString(second)).toList().contains(process.proc()));
		// who opens a pipe that nobody reads waits for ever
		assertThat(new ProcessBuilder("timeout", "60", "sh", "-c", "echo \"$1\" > \"$0\"", configuration.toString(),
				property)
			.start()
			.waitFor()).isZero();
		await().atMost(WebSample.PATIENCE).until(() -> process.out().contains("Starting WebApplication"));
		String both = process.proc().processors("java").get(0);
		assertThat(both).isIn(first + "-" + second, first + "," + second);
		assertThat(process.proc().processors(COMPILERS)).isNotEmpty().containsOnly(both);
		await().atMost(WebSample.PATIENCE).until(() -> process.out().contains("Started WebApplication"));
		process.signal("TERM");
		process.await();
	}

	private static Stream<Proc> confined(String processor) {
		return launches.processes().stream().filter((process) -> {
			try {
				List<String> processors = process.processors(COMPILERS);
				return processors.size() == 2 && processors.stream().allMatch(processor::equals);
			}
			catch (IllegalStateException ex) {
				return false; // it has ended meanwhile
			}
		});
	}

}
