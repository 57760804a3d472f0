package io.github.pandaemonium.systemd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Notification}.
 */
class NotificationTests {

	@Test
	void assignmentsAreLinesInTheirOrder() {
		assertThat(Notification.empty().ready().status("up").errno(98).watchdog()).hasToString("""
				READY=1
				STATUS=up
				ERRNO=98
				WATCHDOG=1""");
	}

	@Test
	void timesAreMicroseconds() {
		assertThat(Notification.empty().reloading(Duration.ofSeconds(3, 1999)).extendTimeout(Duration.ofMinutes(2)))
			.hasToString("RELOADING=1\nMONOTONIC_USEC=3000001\nEXTEND_TIMEOUT_USEC=120000000");
		assertThat(Notification.empty().watchdogTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
			.hasToString("WATCHDOG_USEC=" + Long.MAX_VALUE);
	}

	@Test
	void statusIsOneLineWhateverItHolds() {
		assertThat(Notification.empty().status(" a\nREADY=1\r\n\tb\0c\u2028d ")).hasToString("STATUS=a READY=1 b c d");
	}

	@Test
	void statusIsUtf8AndCutBetweenCharacters() {
		assertThat(Notification.empty().status("Füße").bytes())
			.isEqualTo("STATUS=Füße".getBytes(StandardCharsets.UTF_8));
		String cut = Notification.empty().status("\ud83d\ude00".repeat(2000)).toString();
		assertThat(cut).endsWith("\ud83d\ude00\u2026");
		assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(2040, 2048 + "STATUS=".length());
	}

}
