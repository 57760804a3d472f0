package io.github.pandaemonium.launch;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AddedOptions}.
 */
class AddedOptionsTests {

	private static final String MARK = "-D" + Birth.PROPERTY + "=control=3";

	@Test
	void whatWasAddedIsLeftOut() {
		String mark = AddedOptions.count(MARK, 2);
		assertThat(AddedOptions.removedFrom(List.of("java", "-ea", "-Xa", "-Xb", mark, "-jar", "x")))
			.containsExactly("java", "-ea", mark, "-jar", "x");
	}

	@Test
	void nothingAddedIsNothingLeftOut() {
		String mark = AddedOptions.count(MARK, 0);
		assertThat(AddedOptions.removedFrom(List.of("java", "-ea", mark, "-jar", "x"))).hasSize(5);
	}

}
