package io.github.pandaemonium.daemon;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonMode}.
 */
class DaemonModeTests {

	@ParameterizedTest
	@CsvSource({ "DETACHED, 123456789", "SUPERVISED, 2345678", "FOREGROUND, 67", "NONE, ''" })
	void stagesAreThoseOfTheContract(DaemonMode mode, String stages) {
		assertThat(Arrays.stream(Stage.values())
			.filter(mode::includes)
			.map((stage) -> Integer.toString(stage.number()))
			.collect(Collectors.joining())).isEqualTo(stages);
	}

}
