package io.github.pandaemonium.signal;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.pandaemonium.posix.UnixSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SignalMap}.
 */
class SignalMapTests {

	private static final ProcessSignals USUAL = new ProcessSignals(true, 0, 1L << 2);

	private static final ProcessSignals REDUCED = new ProcessSignals(true, 0, 0);

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		assertThat(SignalMap.defaults())
			.hasToString("{TERM=terminate, HUP=reload, USR1=reopen-logs, TSTP=ignore, TTIN=ignore, TTOU=ignore}");
	}

	@Test
	void entriesAddToTheDefaults() {
		SignalMap map = SignalMap.of(Map.of("sighup", "rotate", "28", "cache.clear"));
		assertThat(map).hasToString("{TERM=terminate, HUP=rotate, USR1=reopen-logs, TSTP=ignore, TTIN=ignore, "
				+ "TTOU=ignore, WINCH=cache.clear}");
		assertThat(map.action(UnixSignal.of("INT")).kind()).isEqualTo(SignalAction.Kind.DEFAULT);
	}

	@Test
	void listenersAreMappedByNameOrNumber() {
		SignalListener listener = (signal) -> {
		};
		SignalMap map = SignalMap.builder().on("HUP", listener).on("15", listener).build();
		assertThat(map.action(UnixSignal.of("HUP")).listener()).isSameAs(listener);
		assertThat(map.action(UnixSignal.of("TERM")).listener()).isSameAs(listener);
	}

	@ParameterizedTest
	@CsvSource({ "HUP,1", "HUP,SIGHUP", "hup,HUP", "CHLD,SIGCLD" })
	void signalThatIsThereTwiceIsRefusedNamingBoth(String first, String second) {
		Map<String, String> entries = new LinkedHashMap<>();
		entries.put(first, "reload");
		entries.put(second, "reload");
		assertThatExceptionOfType(InvalidSignalException.class).isThrownBy(() -> SignalMap.of(entries))
			.withMessage("Unable to map signal '" + second + "': it is the same signal as '" + first + "'")
			.satisfies((ex) -> assertThat(ex.getSignal()).isEqualTo(second));
	}

	@ParameterizedTest
	@CsvSource({ "KILL,no process can catch", "9,no process can catch", "STOP,no process can catch",
			"QUIT,the JVM writes its thread dump on it", "SIGILL,faults", "TRAP,faults", "bus,faults", "FPE,faults",
			"11,faults" })
	void reservedSignalIsRefusedWithTheReason(String signal, String reason) {
		assertThatExceptionOfType(InvalidSignalException.class).isThrownBy(() -> SignalMap.of(Map.of(signal, "reload")))
			.withMessageStartingWith("Unable to map signal '" + signal + "': ")
			.satisfies((ex) -> assertThat(ex.getReason()).contains(reason));
	}

	@ParameterizedTest
	@ValueSource(strings = { "FOO", "", "0", "-1", "99" })
	void unknownSignalIsRefusedListingWhatIsPossible(String signal) {
		assertThatExceptionOfType(InvalidSignalException.class).isThrownBy(() -> SignalMap.of(Map.of(signal, "reload")))
			.satisfies((ex) -> assertThat(ex.getReason())
				.startsWith("there is no such signal; possible are HUP, INT, ABRT, USR1, USR2, PIPE")
				.doesNotContain("KILL", "QUIT", "SEGV"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "RTMIN", "SIGRTMAX-1", "rtmin+3", "32", "40", "64" })
	void realTimeSignalIsRefused(String signal) {
		assertThatExceptionOfType(InvalidSignalException.class).isThrownBy(() -> SignalMap.of(Map.of(signal, "reload")))
			.withMessageContaining("it is a real-time signal, which the JVM can't take; possible are HUP");
	}

	@Test
	void invalidActionIsRefusedNamingTheSignal() {
		assertThatExceptionOfType(InvalidSignalException.class).isThrownBy(() -> SignalMap.of(Map.of("HUP", "")))
			.withMessage("Unable to map signal 'HUP': the action is empty");
	}

	@Test
	void ignoringTheEndOfChildrenIsRefused() {
		assertThatExceptionOfType(InvalidSignalException.class).isThrownBy(() -> SignalMap.of(Map.of("CHLD", "ignore")))
			.withMessageContaining("never learns how its children ended");
	}

	@Test
	void environmentMovesTheSuspendSignalWhereUsr2IsMapped() {
		assertThat(SignalMap.defaults().environment()).isEmpty();
		assertThat(SignalMap.of(Map.of("USR2", "default")).environment()).isEmpty();
		assertThat(SignalMap.of(Map.of("USR2", "reload")).environment())
			.containsOnly(Map.entry("_JAVA_SR_SIGNUM", "40"));
		assertThat(SignalMap.of(Map.of("12", "ignore")).environment()).containsKey("_JAVA_SR_SIGNUM");
	}

	@Test
	void usr2IsUsableOnlyWhereTheSuspendSignalWasMoved() {
		SignalMap map = SignalMap.of(Map.of("USR2", "reload"));
		assertThatNoException().isThrownBy(() -> map.requireUsable(SignalScope.DAEMON, map.environment(), USUAL));
		for (String value : new String[] { "", "x", "11", "65", "12" }) {
			assertThatExceptionOfType(InvalidSignalException.class)
				.isThrownBy(() -> map.requireUsable(SignalScope.DAEMON, Map.of("_JAVA_SR_SIGNUM", value), USUAL))
				.withMessageContaining("unless it was started with _JAVA_SR_SIGNUM=40 in its environment");
		}
	}

	@Test
	void signalThatTheSuspendSignalWasMovedToIsRefused() {
		SignalMap map = SignalMap.of(Map.of("PROF", "reload"));
		assertThatExceptionOfType(InvalidSignalException.class)
			.isThrownBy(() -> map.requireUsable(SignalScope.DAEMON, Map.of("_JAVA_SR_SIGNUM", "27"), USUAL));
	}

	@Test
	void jvmThatDoesNotUseSignalsIsRefused() {
		assertThatExceptionOfType(InvalidSignalException.class)
			.isThrownBy(() -> SignalMap.defaults().requireUsable(SignalScope.DAEMON, Map.of(), REDUCED))
			.withMessage("Unable to map signal 'TERM': the JVM option -Xrs turns the handling of signals off; "
					+ "remove the option, or map TERM, HUP, USR1 to 'default'");
		SignalMap map = SignalMap.of(Map.of("TERM", "default", "HUP", "default", "USR1", "default"));
		assertThatNoException().isThrownBy(() -> map.requireUsable(SignalScope.DAEMON, Map.of(), REDUCED));
		SignalMap ignoring = SignalMap.of(Map.of("TERM", "default", "HUP", "ignore", "USR1", "default"));
		assertThatNoException().isThrownBy(() -> ignoring.requireUsable(SignalScope.TERMINAL, Map.of(), REDUCED));
		assertThatExceptionOfType(InvalidSignalException.class)
			.isThrownBy(() -> ignoring.requireUsable(SignalScope.DAEMON, Map.of(), REDUCED))
			.withMessageContaining("map HUP to 'default'");
	}

	@Test
	void ignoredAtBirthLeavesWhatEndsAStartAndWhatDoesNoHarm() {
		SignalMap map = SignalMap.of(Map.of("INT", "stop", "WINCH", "resize", "CHLD", "child", "USR1", "default"));
		assertThat(map.ignoredAtBirth()).extracting(UnixSignal::name)
			.containsExactlyInAnyOrder("HUP", "TSTP", "TTIN", "TTOU");
	}

}
