package io.github.pandaemonium.sample.web;

import java.nio.file.Path;
import java.time.Duration;

import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.SampleJar;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Restarts that no client notices. What does it is the benchmark, in less time than it
 * takes otherwise: its clients are more than a test should have, and it fails where one
 * of their requests does.
 */
class RestartUnderLoadIT {

	private static final Path BENCHMARK = Path.of("../../benchmarks/RestartBenchmark.java");

	@RegisterExtension
	final Launches launches = new Launches();

	@ParameterizedTest
	@CsvSource({ "tomcat, 2", "jetty, 1", "netty, 1" })
	void noRequestFails(String server, int restarts) {
		Result result = this.launches.java("-XX:TieredStopAtLevel=1", BENCHMARK.toString())
			.and(SampleJar.find("web").toString(), Integer.toString(restarts), Integer.toString(restarts * 2000))
			.and("--server=" + server, "-XX:TieredStopAtLevel=1")
			.start()
			.await(Duration.ofMinutes(5));
		assertThat(result.status()).as("%s", result).isZero();
		assertThat(result.out()).contains("on " + server)
			.contains("restart " + restarts + ",")
			.endsWith("No request failed\n");
	}

}
