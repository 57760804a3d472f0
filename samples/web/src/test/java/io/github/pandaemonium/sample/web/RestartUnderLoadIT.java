package io.github.pandaemonium.sample.web;

import java.nio.file.Path;
import java.time.Duration;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.SampleJar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restarts that no client notices. What does it is the benchmark, in less time than it
 * takes otherwise: its clients are more than a test should have, and it fails where one
 * of their requests does.
 */
@Tag("any-java")
class RestartUnderLoadIT {

	private static final String BENCHMARK = "RestartBenchmark";

	@RegisterExtension
	static final Launches launches = new Launches();

	private static Path classes;

	/** Once, and not at each start. */
	@BeforeAll
	static void compile() {
		classes = launches.directory();
		Result result = launches
			.command(Java.assumeTool("javac"), "-d", classes.toString(), "../../benchmarks/" + BENCHMARK + ".java")
			.run();
		assertThat(result.status()).as("%s", result).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tomcat", "jetty", "netty" })
	void noRequestFails(String server) {
		Result result = launches.java("-XX:TieredStopAtLevel=1", "-cp", classes.toString(), BENCHMARK)
			.and(SampleJar.find("web").toString(), "1", "2000")
			.and("--server=" + server, "-XX:TieredStopAtLevel=1")
			.start()
			.await(Duration.ofMinutes(5));
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).contains("on " + server).contains("restart 1,").endsWith("No request failed\n");
	}

}
