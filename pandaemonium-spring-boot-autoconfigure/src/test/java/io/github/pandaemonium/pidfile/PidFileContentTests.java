package io.github.pandaemonium.pidfile;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PidFileContent}.
 */
class PidFileContentTests {

	@ParameterizedTest
	@CsvSource({ "'42\n', 42", "42, 42", "'  42 \nanything\n', 42", "'2147483647\n', 2147483647" })
	void parseReadsTheNumberOnTheFirstLine(String text, int pid) {
		assertThat(parse(text).pid()).isEqualTo(pid);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "\n42\n", "0\n", "-1\n", "-42", "+42", "2147483648\n", "99999999999999999999\n",
			"0x2a\n", "42abc\n", "4 2\n", "junk", "\u0000\u0000", "\u0664\u0662\n" })
	void parseTakesAnythingElseForNobody(String text) {
		assertThat(parse(text).pid()).isZero();
	}

	@Test
	void formatGivesPidAndTimeStampOnALineEach() {
		byte[] bytes = PidFileContent.format(42, Instant.parse("2026-01-02T03:04:05.678901Z"));
		assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("42\n2026-01-02T03:04:05.678Z\n");
	}

	private static PidFileContent parse(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return PidFileContent.parse(bytes, bytes.length);
	}

}
