package io.github.pandaemonium.command;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Printable}.
 */
class PrintableTests {

	@Test
	void leavesTextAlone() {
		assertThat(Printable.of("Größe: '/run/x.pid', 中文 …")).isEqualTo("Größe: '/run/x.pid', 中文 …");
	}

	@Test
	void replacesWhatATerminalObeys() {
		assertThat(Printable.of("a\033[2Jb\u009b2Jc\nd\re\u0007f\u007fg\u2028h")).isEqualTo("a?[2Jb?2Jc?d?e?f?g?h");
	}

	@Test
	void replacesWhatTurnsTextAround() {
		assertThat(Printable.of("a\u202Eb\u2066c")).isEqualTo("a?b?c");
	}

}
