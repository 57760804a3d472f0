package io.github.pandaemonium.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SocketRequest}.
 */
class SocketRequestTests {

	@Test
	void hostAndPort() throws Exception {
		SocketRequest request = request("127.0.0.1:443");
		assertThat(request.host()).isEqualTo(InetAddress.getByName("127.0.0.1"));
		assertThat(request.port()).isEqualTo(443);
		assertThat(request.isWildcard()).isFalse();
		assertThat(request("[::1]:80").host()).isEqualTo(InetAddress.getByName("::1"));
		assertThat(request("localhost:0").port()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { ":443", "*:443", "[::]:443", " :443 " })
	void everyAddress(String value) {
		assertThat(request(value).isWildcard()).isTrue();
		assertThat(request(value).port()).isEqualTo(443);
	}

	@Test
	void everyAddressOfTheOldKindOnly() {
		assertThat(request("0.0.0.0:443").isWildcard()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "443", "localhost", "localhost:", ":-1", "::1:80", "[::1]", "[]:80", "a b:80", ":http",
			"http://localhost:80", "[:1:80", "127.0.0.1:80/" })
	void malformed(String value) {
		assertThatExceptionOfType(InvalidSocketException.class).isThrownBy(() -> request(value))
			.withMessage("pandaemonium.socket.address=" + value + ": it is not an address with a port")
			.satisfies((ex) -> assertThat(ex.getAction()).startsWith("Write HOST:PORT"));
	}

	@Test
	void noSuchPort() {
		assertThatExceptionOfType(InvalidSocketException.class).isThrownBy(() -> request(":65536"))
			.withMessage("pandaemonium.socket.address=:65536: there is no port 65536");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-such-host.invalid", "[localhost]", "[::g]" })
	void unknownHost(String host) {
		assertThatExceptionOfType(InvalidSocketException.class).isThrownBy(() -> request(host + ":80"))
			.withMessage("pandaemonium.socket.address=" + host + ":80: the host " + host + " is unknown");
	}

	@Test
	void agreesWithASocketThatSomebodyGave() {
		assertThat(request("127.0.0.1:80").isAt(new InetSocketAddress("127.0.0.1", 80))).isTrue();
		assertThat(request("127.0.0.1:0").isAt(new InetSocketAddress("127.0.0.1", 80))).isTrue();
		assertThat(request("127.0.0.1:80").isAt(new InetSocketAddress("127.0.0.1", 81))).isFalse();
		assertThat(request("127.0.0.1:80").isAt(new InetSocketAddress("0.0.0.0", 80))).isFalse();
		assertThat(request(":80").isAt(new InetSocketAddress("0.0.0.0", 80))).isTrue();
		assertThat(request(":80").isAt(new InetSocketAddress("127.0.0.1", 80))).isFalse();
	}

	static SocketRequest request(String value) {
		return SocketRequest.of("web", "pandaemonium.socket.address", value, 10);
	}

}
