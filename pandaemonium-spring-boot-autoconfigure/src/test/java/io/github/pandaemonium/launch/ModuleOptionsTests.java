package io.github.pandaemonium.launch;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModuleOptions}, in a JVM that was given native access and
 * {@code sun.nio.ch}.
 */
class ModuleOptionsTests {

	private static final String SOCKETS = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

	private static final String CLOSED = "--add-opens=java.base/jdk.internal.loader=ALL-UNNAMED";

	@Test
	void whatThisJvmHasIsNotMissing() {
		assertThat(ModuleOptions.missing("", List.of(ModuleOptions.NATIVE_ACCESS, CLOSED, SOCKETS)))
			.containsExactly(CLOSED);
		String mark = AddedOptions.count("-D" + Birth.PROPERTY + "=control=3", 0);
		assertThat(ModuleOptions.missing(mark, List.of(SOCKETS))).isEmpty();
	}

	@Test
	void whatThisJvmHasSinceItWasAddedIsMissingAgain() {
		String mark = AddedOptions.count("-D" + Birth.PROPERTY + "=control=3", 1);
		assertThat(ModuleOptions.missing(mark, List.of(ModuleOptions.NATIVE_ACCESS, SOCKETS)))
			.containsExactly(ModuleOptions.NATIVE_ACCESS, SOCKETS);
	}

}
