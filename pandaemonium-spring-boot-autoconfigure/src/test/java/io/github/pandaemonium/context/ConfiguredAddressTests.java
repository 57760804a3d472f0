package io.github.pandaemonium.context;

import java.net.InetSocketAddress;

import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.ListeningSocket;
import io.github.pandaemonium.socket.SocketRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConfiguredAddress}.
 */
class ConfiguredAddressTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final ConfiguredAddress configured = new ConfiguredAddress(this.environment);

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:8080, 127.0.0.1, 8080", "127.0.0.1:8080, localhost, 0", "[::1]:8080, ::1, 8080",
			"[::]:8080, 0.0.0.0, 8080", "0.0.0.0:8080, ::, 8080" })
	void addressThatAgrees(String socket, String address, String port) {
		configure(address, port);
		this.configured.requireSame("server", given(socket));
		this.configured.requireSame("server", request(socket));
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:8080, 127.0.0.1, 81, server.port=81, 127.0.0.1:81", "[::]:8080, ::, 81, server.port=81, 81",
			"127.0.0.1:8080, ::1, 8080, server.address=::1, '[0:0:0:0:0:0:0:1]:8080'",
			"[::1]:8080, 127.0.0.1, 0, server.address=127.0.0.1, 127.0.0.1:8080",
			"[::]:8080, 127.0.0.1, 0, server.address=127.0.0.1, 127.0.0.1:8080" })
	void addressThatContradicts(String socket, String address, String port, String property, String stream) {
		configure(address, port);
		assertThatExceptionOfType(InvalidSocketException.class)
			.isThrownBy(() -> this.configured.requireSame("server", given(socket)))
			.withMessageStartingWith(property + " contradicts the socket 'web' (descriptor 3, ")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("(ListenStream=" + stream + ")"));
		assertThatExceptionOfType(InvalidSocketException.class)
			.isThrownBy(() -> this.configured.requireSame("server", request(socket)))
			.withMessage("pandaemonium.socket.address=" + socket + ": " + property + " contradicts it");
	}

	private void configure(String address, String port) {
		this.environment.setProperty("server.address", address);
		this.environment.setProperty("server.port", port);
	}

	private static ListeningSocket given(String address) {
		SocketRequest request = request(address);
		return new ListeningSocket(3, "web", new InetSocketAddress(request.host(), request.port()));
	}

	private static SocketRequest request(String address) {
		return SocketRequest.of("web", "pandaemonium.socket.address", address, 1);
	}

}
