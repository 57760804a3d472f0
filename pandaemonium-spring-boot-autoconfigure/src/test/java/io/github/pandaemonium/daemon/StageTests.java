package io.github.pandaemonium.daemon;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Stage}.
 */
class StageTests {

	@Test
	void orderIsThatOfTheContract() {
		assertThat(Stage.values()).containsExactly(Stage.DETACH, Stage.CORE_DUMPS, Stage.IDENTITY, Stage.UMASK,
				Stage.WORKING_DIRECTORY, Stage.PID_FILE, Stage.SIGNALS, Stage.INHERITED_FILES, Stage.STREAMS);
	}

	@Test
	void numbersCountFromOne() {
		assertThat(Stage.DETACH.number()).isEqualTo(1);
		assertThat(Stage.STREAMS.number()).isEqualTo(9);
		assertThat(Stage.values()).allSatisfy((stage) -> assertThat(Stage.of(stage.number())).isSameAs(stage));
	}

	@Test
	void everyPurposeGoesOnFromUnableTo() {
		assertThat(Stage.values()).extracting(Stage::purpose)
			.doesNotHaveDuplicates()
			.allMatch((purpose) -> purpose.matches("[a-z].*[a-z]"));
	}

}
