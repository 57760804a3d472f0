package io.github.pandaemonium.signal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThreadDump}.
 */
class ThreadDumpTests {

	@Test
	void dumpHasTimeThreadsAndLocks() {
		assertThat(ThreadDump.take()).matches("(?s)\\d{4}-\\d\\d-\\d\\dT.*")
			.contains(Thread.currentThread().getName())
			.contains("dumpHasTimeThreadsAndLocks")
			.contains("Locked ownable synchronizers");
	}

}
