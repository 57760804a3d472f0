package io.github.pandaemonium.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import io.github.pandaemonium.command.ServiceStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link StatusText} and {@link ServiceStatus}.
 */
class StatusTextTests {

	private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05.678Z");

	@Test
	void running() {
		assertThat(text(State.RUNNING, Map.of("step", "old", "lastReload", "2026-01-02T03:05:00Z succeeded"), ""))
			.isEqualTo("shop is running: process 42, user me, since 2026-01-02T03:04:05Z, holds '/run/shop.pid', "
					+ "last reload 2026-01-02T03:05:00Z succeeded");
	}

	@Test
	void startingTellsTheStep() {
		assertThat(text(State.STARTING, Map.of("step", "bean shop"), ""))
			.isEqualTo("shop is starting: process 42, user me, since 2026-01-02T03:04:05Z, at: bean shop, holds "
					+ "'/run/shop.pid'");
	}

	@Test
	void stoppingAndSilent() {
		assertThat(text(State.STOPPING, Map.of(), "it does not answer"))
			.isEqualTo("shop is stopping: process 42, user me, since 2026-01-02T03:04:05Z, holds '/run/shop.pid'; "
					+ "it does not answer");
	}

	@Test
	void withoutAProcess() {
		assertThat(text(ServiceStatus.of(State.DEAD, "process 42 is gone")))
			.isEqualTo("shop is not running, but '/run/shop.pid' is there: process 42 is gone");
		assertThat(text(ServiceStatus.of(State.STOPPED, ""))).isEqualTo("shop is not running");
		assertThat(text(ServiceStatus.of(State.UNKNOWN, "why"))).isEqualTo("shop: its status is unknown: why");
	}

	@Test
	void aSuccessorThatIsStartingIsTold() {
		assertThat(text(State.RUNNING, Map.of("successor", "starting"), ""))
			.contains(", its successor is starting, holds");
		assertThat(text(State.STOPPING, Map.of("successor", "starting"), "")).doesNotContain("successor");
	}

	@Test
	void whatTheDaemonSaysIsNotObeyed() {
		assertThat(text(State.STARTING, Map.of("step", "\033[2J\u009b1m\n", "lastReload", "\r\u202e"), ""))
			.contains("at: ?[2J?1m?, ", "last reload ??")
			.doesNotContainPattern("\\p{Cntrl}");
	}

	@ParameterizedTest
	@CsvSource({ "RUNNING, 0, true", "STARTING, 0, true", "STOPPING, 0, true", "DEAD, 1, false", "STOPPED, 3, false",
			"UNKNOWN, 4, false" })
	void exitStatusIsThatOfLsb(State state, int status, boolean alive) {
		assertThat(state.exitStatus()).isEqualTo(status);
		assertThat(state.isAlive()).isEqualTo(alive);
	}

	@Test
	void mapForScriptsBelievesTheDaemonNothingThatIsKnown() {
		ServiceStatus status = new ServiceStatus(State.RUNNING, 42, "me", SINCE,
				Map.of("pid", 1, "state", "stopped", "mode", "detached"), "");
		assertThat(status.toMap("shop")).containsExactly(entry("name", "shop"), entry("state", "running"),
				entry("exitStatus", 0), entry("pid", 42), entry("user", "me"), entry("since", SINCE.toString()),
				entry("mode", "detached"));
		assertThat(ServiceStatus.of(State.UNKNOWN, "why").toMap("shop")).containsExactly(entry("name", "shop"),
				entry("state", "unknown"), entry("exitStatus", 4), entry("reason", "why"));
	}

	private static String text(State state, Map<String, Object> details, String reason) {
		return text(new ServiceStatus(state, 42, "me", SINCE, details, reason));
	}

	private static String text(ServiceStatus status) {
		return StatusText.of("shop", status, Path.of("/run/shop.pid"));
	}

}
