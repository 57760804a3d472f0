package io.github.pandaemonium.daemon;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonOptions}.
 */
class DaemonOptionsTests {

	private static final StageStep STEP = () -> {
	};

	@Test
	void stagesAtBirthAreThoseBeforeTheFirstStepOfTheProgram() {
		int all = 1 << Stage.PID_FILE.number();
		for (int replaced = 0; replaced < all; replaced++) {
			for (int added = 0; added < all; added++) {
				check(stages(replaced), stages(added));
			}
		}
	}

	@Test
	void stagesAtBirthEndWhereTheProgramWantsThemTo() {
		DaemonOptions options = Daemon.builder().options();
		for (Stage stage : Stage.values()) {
			assertThat(options.stagesAtBirth(stage)).isEqualTo(Math.min(stage.number(), 5));
		}
	}

	@Test
	void stepsOfASubclassWinOverThoseOfTheBuilder() {
		StageStep own = () -> {
		};
		DaemonOptions options = Daemon.builder()
			.replace(Stage.UMASK, STEP)
			.replace(Stage.STREAMS, STEP)
			.after(Stage.DETACH, STEP)
			.user("nobody")
			.options();
		DaemonOptions replacing = options.replacing((stage) -> (stage == Stage.UMASK) ? own : null);
		assertThat(replacing.replaced()).hasSize(2).containsEntry(Stage.UMASK, own).containsEntry(Stage.STREAMS, STEP);
		assertThat(replacing).usingRecursiveComparison().ignoringFields("replaced").isEqualTo(options);
		assertThat(options.replaced()).containsEntry(Stage.UMASK, STEP);
	}

	private static void check(Set<Stage> replaced, Set<Stage> added) {
		DaemonBuilder builder = Daemon.builder();
		replaced.forEach((stage) -> builder.replace(stage, STEP));
		added.forEach((stage) -> builder.after(stage, STEP));
		int expected = 5;
		for (int number = 5; number > 0; number--) {
			expected = added.contains(Stage.of(number)) ? number : expected;
			expected = replaced.contains(Stage.of(number)) ? number - 1 : expected;
		}
		if (builder.options().stagesAtBirth(Stage.STREAMS) != expected) {
			assertThat(builder.options().stagesAtBirth(Stage.STREAMS)).as("replaced %s, added %s", replaced, added)
				.isEqualTo(expected);
		}
	}

	private static Set<Stage> stages(int bits) {
		Set<Stage> stages = EnumSet.noneOf(Stage.class);
		for (Stage stage : Stage.values()) {
			if ((bits & (1 << stage.ordinal())) != 0) {
				stages.add(stage);
			}
		}
		return stages;
	}

}
