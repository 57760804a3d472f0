package io.github.pandaemonium.posix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link UnixSignal}.
 */
class UnixSignalTests {

	@ParameterizedTest
	@ValueSource(strings = { "HUP", "SIGHUP", "hup", "SigHup", "1", " hup " })
	void ofTakesNamesAndNumbers(String text) {
		assertThat(UnixSignal.of(text)).isEqualTo(new UnixSignal("HUP", 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "SIG", "SIG1", "FOO", "0", "-1", "33", "65", "RTMIN", "RTMIN+1", "NSIG",
			"99999999999999999999" })
	void ofRefusesOthersAndListsWhatIsPossible(String text) {
		assertThat(UnixSignal.find(text)).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> UnixSignal.of(text))
			.withMessageStartingWith("'" + text + "' is not a signal; possible are HUP, INT, ");
	}

	@Test
	void ofTakesSecondNames() {
		assertThat(UnixSignal.of("CLD")).isSameAs(UnixSignal.of("SIGCHLD"));
		assertThat(UnixSignal.of("SIGIOT").name()).isEqualTo("ABRT");
		assertThat(UnixSignal.of("POLL").name()).isEqualTo("IO");
	}

	@Test
	void findByNumberReturnsTheSignal() {
		assertThat(UnixSignal.find(15)).isEqualTo(UnixSignal.of("TERM"));
		assertThat(UnixSignal.find(40)).isNull();
	}

	@Test
	void valuesAreInOrderAndOnceEach() {
		assertThat(UnixSignal.values()).extracting(UnixSignal::number).isSorted().doesNotHaveDuplicates();
		assertThat(UnixSignal.values()).hasSize(31);
	}

}
