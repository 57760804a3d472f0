package io.github.pandaemonium.signal;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ProcessSignals}.
 */
class ProcessSignalsTests {

	@Test
	void parseReadsBothMasks() {
		ProcessSignals process = ProcessSignals
			.parse(List.of("Name:\tjava", "SigIgn:\t8000000000000001", "SigCgt:\t0000000000000004", "CapInh:\t0"));
		assertThat(process.known()).isTrue();
		assertThat(process.ignores(1)).isTrue();
		assertThat(process.ignores(64)).isTrue();
		assertThat(process.ignores(2)).isFalse();
		assertThat(process.catches(3)).isTrue();
		assertThat(process.isReduced()).isFalse();
	}

	@Test
	void parseWithoutMaskThrows() {
		assertThatIllegalStateException().isThrownBy(() -> ProcessSignals.parse(List.of("Name:\tjava")));
	}

	@Test
	void currentTellsThatTheJvmCatchesQuit() {
		ProcessSignals process = ProcessSignals.current();
		assertThat(process.catches(3)).isEqualTo(process.known());
		assertThat(process.isReduced()).isFalse();
		assertThat(ProcessSignals.UNKNOWN.isReduced()).isFalse();
	}

}
