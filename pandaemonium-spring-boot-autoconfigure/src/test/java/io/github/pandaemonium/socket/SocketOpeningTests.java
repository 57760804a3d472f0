package io.github.pandaemonium.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.pandaemonium.launch.OpenFile;
import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.pandaemonium.socket.SocketRequestTests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SocketOpening} and {@link BornSockets}.
 */
class SocketOpeningTests {

	private final Posix posix = NativeAccess.posix();

	private final SocketOpening opening = new SocketOpening(this.posix);

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1:0", ":0" })
	void connectionsAreCollected(String value) throws Exception {
		ListeningSocket socket = this.opening.open(request(value));
		try {
			assertThat(socket.descriptor()).isGreaterThanOrEqualTo(10);
			assertThat(socket.name()).isEqualTo("web");
			assertThat(socket.port()).isPositive();
			assertThat(flags(socket.descriptor())).as("O_CLOEXEC").contains("02000002");
			try (Socket client = new Socket(InetAddress.getByName("127.0.0.1"), socket.port())) {
				assertThat(client.isConnected()).isTrue();
			}
			assertThat(BornSockets.of(this.posix, Map.of("web", socket.descriptor()))).containsEntry("web", socket);
		}
		finally {
			this.posix.close(socket.descriptor());
		}
	}

	@Test
	void everyAddressIsThatOfBothFamilies() throws Exception {
		ListeningSocket socket = this.opening.open(request(":0"));
		try {
			try (Socket client = new Socket(InetAddress.getByName("::1"), socket.port())) {
				assertThat(client.isConnected()).isTrue();
			}
		}
		finally {
			this.posix.close(socket.descriptor());
		}
	}

	@Test
	void addressThatIsTaken() throws Exception {
		try (ServerSocket taken = new ServerSocket()) {
			taken.bind(new InetSocketAddress("127.0.0.1", 0));
			SocketRequest request = request("127.0.0.1:" + taken.getLocalPort());
			long before = sockets();
			assertThatExceptionOfType(InvalidSocketException.class).isThrownBy(() -> this.opening.open(request))
				.withMessage(request.property() + "=" + request.value() + ": another process listens there")
				.satisfies((ex) -> assertThat(ex.getAction()).contains(":" + taken.getLocalPort() + "'"));
			assertThat(this.opening.isFree(request)).isFalse();
			assertThat(sockets()).isEqualTo(before);
		}
	}

	@Test
	void addressThatIsFreeStaysFree() throws Exception {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		assertThat(this.opening.isFree(request("127.0.0.1:" + port))).isTrue();
		assertThat(this.opening.isFree(request("127.0.0.1:" + port))).isTrue();
	}

	@Test
	void addressOfAnotherMachine() {
		assertThatExceptionOfType(InvalidSocketException.class)
			.isThrownBy(() -> this.opening.isFree(request("192.0.2.1:80")))
			.withMessageEndingWith(": this machine has no such address");
	}

	@Test
	void portThatIsNotForThisUser() {
		FakePosix fake = new FakePosix() {

			@Override
			public void bind(int fd, int domain, InetSocketAddress address) {
				throw new PosixException("bind", PosixException.errno("EACCES"));
			}

		};
		assertThatExceptionOfType(InvalidSocketException.class)
			.isThrownBy(() -> new SocketOpening(fake).open(request("127.0.0.1:443")))
			.withMessage("pandaemonium.socket.address=127.0.0.1:443: this user may not listen on port 443")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("pandaemonium.user"));
		assertThat(fake.openDescriptors()).isEmpty();
	}

	@Test
	void descriptorThatIsNoSocket(@TempDir Path directory) {
		int fd = this.posix.open(directory.resolve("file").toString(), Posix.O_RDWR | Posix.O_CREAT, 0600);
		try {
			assertThatExceptionOfType(InvalidSocketException.class)
				.isThrownBy(() -> BornSockets.of(this.posix, Map.of("web", fd)))
				.withMessageContaining("it is a regular file");
		}
		finally {
			this.posix.close(fd);
		}
	}

	private static String flags(int fd) throws Exception {
		return Files.readString(Path.of("/proc/self/fdinfo", Integer.toString(fd)));
	}

	private static long sockets() {
		return OpenFile.list().stream().filter((file) -> file.target().startsWith("socket:")).count();
	}

}
