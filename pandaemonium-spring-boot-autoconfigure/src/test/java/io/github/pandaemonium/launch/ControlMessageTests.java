package io.github.pandaemonium.launch;

import io.github.pandaemonium.launch.ControlMessage.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ControlMessage}.
 */
class ControlMessageTests {

	@ParameterizedTest
	@EnumSource
	void lineIsReadBack(Type type) {
		ControlMessage message = new ControlMessage(type, "a b", "", "two\nlines, 100 %", "Füße", "");
		String line = message.toLine();
		assertThat(line).endsWith("\n").matches("\\p{ASCII}+");
		assertThat(line.strip()).doesNotContain("\n");
		assertThat(ControlMessage.parse(line.substring(0, line.length() - 1))).isEqualTo(message);
	}

	@Test
	void linesOfTheShellAreRead() {
		assertThat(ControlMessage.parse("pid 4711")).isEqualTo(new ControlMessage(Type.PID, "4711"));
		assertThat(ControlMessage.parse("status 143")).isEqualTo(new ControlMessage(Type.STATUS, "143"));
		assertThat(ControlMessage.parse("stopped 5")).isEqualTo(new ControlMessage(Type.STOPPED, "5"));
	}

	@Test
	void failureWithoutWordsIsAFailureAllTheSame() {
		ControlMessage failure = ControlMessage
			.parse(new ControlMessage(Type.FAILED, "", "").toLine().stripTrailing() + "  ");
		assertThat(failure.type()).isEqualTo(Type.FAILED);
		assertThat(failure.values()).isNotEmpty();
	}

	@Test
	void valueThatIsMissingIsEmpty() {
		assertThat(new ControlMessage(Type.READY).value(0)).isEmpty();
	}

	@Test
	void junkIsNoMessage() {
		assertThatIllegalArgumentException().isThrownBy(() -> ControlMessage.parse("junk"));
		assertThatIllegalArgumentException().isThrownBy(() -> ControlMessage.parse(""));
		assertThatIllegalArgumentException().isThrownBy(() -> ControlMessage.parse("failed %zz"));
	}

}
