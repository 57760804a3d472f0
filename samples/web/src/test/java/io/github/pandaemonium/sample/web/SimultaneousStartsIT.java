package io.github.pandaemonium.sample.web;

import java.util.List;
import java.util.stream.Stream;

import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several operators who start the application at the same moment.
 */
@Tag("any-java")
class SimultaneousStartsIT {

	private static final int STARTS = 6;

	@RegisterExtension
	static final Launches launches = new Launches();

	@Test
	void oneRunsAndTheOthersSayWhy() {
		WebSample sample = WebSample.ordinary(launches);
		List<Started> started = Stream.generate(() -> sample.jar().start()).limit(STARTS).toList();
		List<Result> results = started.stream().map(Started::await).toList();
		assertThat(results).filteredOn((result) -> result.status() == 0).hasSize(1).allSatisfy((result) -> {
			assertThat(result.out()).contains("process " + sample.pid());
			assertThat(result.err()).isEmpty();
		});
		assertThat(results).filteredOn((result) -> result.status() != 0).hasSize(STARTS - 1).allSatisfy((result) -> {
			assertThat(result.out()).isEmpty();
			assertThat(result.err()).containsPattern("process \\d+ holds|another process")
				.contains("'" + sample.pidFile() + "'");
		});
		assertThat(launches.processes()).containsExactly(sample.daemon());
		assertThat(sample.daemon().holdsLock(sample.pidFile())).isTrue();
	}

}
