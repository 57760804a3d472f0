package io.github.pandaemonium.socket;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ListenVariablesTests {

	@Test
	void descriptorsFromThreeOnHaveTheirNames() {
		assertThat(descriptors("42", "2", "http:management")).containsExactly(Map.entry(3, "http"),
				Map.entry(4, "management"));
	}

	@Test
	void withoutNamesTheyAreUnknown() {
		assertThat(descriptors("42", "1", null)).containsExactly(Map.entry(3, "unknown"));
	}

	@Test
	void thoseOfAnotherProcessAreIgnored() {
		assertThat(descriptors("41", "1", "http")).isEmpty();
		assertThat(descriptors(null, "1", "http")).isEmpty();
		assertThat(descriptors("", "1", "http")).isEmpty();
		assertThat(descriptors("42", null, null)).isEmpty();
		assertThat(descriptors("42", "0", null)).isEmpty();
		assertThat(new ListenVariables(Map.of("LISTEN_FDS", "1", "LISTEN_PID", "41")).foreign(42))
			.isEqualTo("LISTEN_PID is 41, and this is process 42");
		assertThat(new ListenVariables(Map.of()).foreign(42)).isNull();
	}

	@Test
	void whatIsNoNumberIsTold() {
		assertInvalid("42", "one", null, "LISTEN_FDS=one is not a number");
		assertInvalid("42", "-1", null, "LISTEN_FDS=-1 is not a number");
		assertInvalid("42", "99999999", null, "LISTEN_FDS=99999999 is not a number");
		assertInvalid("me", "1", null, "LISTEN_PID=me is not a number");
	}

	@Test
	void asManyNamesAsDescriptors() {
		assertInvalid("42", "2", "http", "LISTEN_FDNAMES=http has 1 names, but LISTEN_FDS is 2");
	}

	private static void assertInvalid(String pid, String count, String names, String message) {
		assertThatExceptionOfType(InvalidSocketException.class).isThrownBy(() -> descriptors(pid, count, names))
			.withMessageStartingWith(message)
			.satisfies((ex) -> assertThat(ex.getAction()).isNotEmpty());
	}

	private static Map<Integer, String> descriptors(String pid, String count, String names) {
		Map<String, String> environment = new HashMap<>();
		environment.put("LISTEN_PID", pid);
		environment.put("LISTEN_FDS", count);
		environment.put("LISTEN_FDNAMES", names);
		environment.values().removeIf((value) -> value == null);
		return new ListenVariables(environment).descriptors(42);
	}

}
