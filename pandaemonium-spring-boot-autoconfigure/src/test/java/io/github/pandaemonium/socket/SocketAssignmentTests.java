package io.github.pandaemonium.socket;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SocketAssignmentTests {

	@Test
	void theOnlyOneIsTheWebServers() {
		assertThat(names(new SocketAssignment(true, true, null, Map.of()), "unknown"))
			.containsExactlyEntriesOf(Map.of("web", "unknown"));
	}

	@Test
	void theOneThatNothingElseNamesIsTheWebServers() {
		assertThat(names(new SocketAssignment(true, true, null, Map.of("management", "admin")), "admin", "shop.socket"))
			.containsOnly(Map.entry("web", "shop.socket"), Map.entry("management", "admin"));
	}

	@Test
	void theNameManagementNeedsNoConfiguration() {
		assertThat(names(new SocketAssignment(true, true, null, Map.of()), "http", "management"))
			.containsOnly(Map.entry("web", "http"), Map.entry("management", "management"));
	}

	@Test
	void otherUsesAreTheApplications() {
		assertThat(names(new SocketAssignment(false, false, null, Map.of("smtp", "mail")), "mail"))
			.containsOnly(Map.entry("smtp", "mail"));
	}

	@Test
	void moreThanConfiguredIsAnErrorThatListsThem() {
		assertInvalid(new SocketAssignment(true, true, null, Map.of()),
				"More sockets were given than are configured: 'a' (descriptor 3, 127.0.0.1:80), "
						+ "'b' (descriptor 4, 127.0.0.1:81) would not be used",
				"a", "b");
		assertInvalid(new SocketAssignment(true, true, "a", Map.of()), "More sockets were given", "a", "b");
	}

	@Test
	void fewerThanConfiguredAndUnknownNamesAreErrors() {
		assertInvalid(new SocketAssignment(true, true, "http", Map.of()),
				"pandaemonium.socket.name=http: no socket of that name was given, but 'a' (descriptor 3,", "a");
		assertInvalid(new SocketAssignment(true, true, null, Map.of("management", "m")),
				"pandaemonium.sockets.management.name=m: no socket of that name was given", "a");
	}

	@Test
	void aNameThatIsGivenTwiceIsAnError() {
		assertInvalid(new SocketAssignment(true, true, "a", Map.of()),
				"pandaemonium.socket.name=a: several sockets of that name were given", "a", "a");
	}

	@Test
	void whatNobodyCanTakeIsAnError() {
		assertInvalid(new SocketAssignment(false, false, null, Map.of()), "The socket 'a' (descriptor 3, 127.0.0.1:80) "
				+ "was given, but there is no web server that could take it", "a");
		assertInvalid(new SocketAssignment(true, false, null, Map.of()), "No management server can take the socket",
				"a", "management");
	}

	private static void assertInvalid(SocketAssignment assignment, String message, String... names) {
		assertThatExceptionOfType(InvalidSocketException.class).isThrownBy(() -> names(assignment, names))
			.withMessageStartingWith(message)
			.satisfies((ex) -> assertThat(ex.getAction()).isNotEmpty());
	}

	private static Map<String, String> names(SocketAssignment assignment, String... names) {
		int[] next = { 3 };
		List<ListeningSocket> given = Arrays.stream(names)
			.map((name) -> new ListeningSocket(next[0]++, name, new InetSocketAddress("127.0.0.1", 76 + next[0])))
			.toList();
		Map<String, String> result = new HashMap<>();
		assignment.assign(given).forEach((use, socket) -> result.put(use, socket.name()));
		return result;
	}

}
