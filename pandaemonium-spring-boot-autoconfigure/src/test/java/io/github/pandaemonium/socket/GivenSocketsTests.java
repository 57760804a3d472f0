package io.github.pandaemonium.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.test.TestSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Real sockets, at the numbers that they have in this process.
 */
class GivenSocketsTests {

	private final Posix posix = NativeAccess.posix();

	private final TestSocket socket = new TestSocket();

	@TempDir
	Path directory;

	@AfterEach
	void close() {
		this.socket.close();
	}

	@Test
	void aListeningSocketHasItsAddress() {
		ListeningSocket given = require(this.socket.descriptor());
		assertThat(given).isEqualTo(new ListeningSocket(this.socket.descriptor(), "http",
				new InetSocketAddress("127.0.0.1", this.socket.port())));
		assertThat(given)
			.hasToString("'http' (descriptor " + this.socket.descriptor() + ", 127.0.0.1:" + this.socket.port() + ")");
	}

	@Test
	void soHasOneOfTheNewerProtocol() throws IOException {
		try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
			channel.bind(new InetSocketAddress("::", 0));
			assertThat(require(TestSocket.descriptor(channel)).address())
				.isEqualTo(new InetSocketAddress(InetAddress.getByName("::"), channel.socket().getLocalPort()));
		}
	}

	@Test
	void everythingElseIsTold() throws IOException {
		assertInvalid(4711, "it is not open");
		try (DatagramChannel datagram = DatagramChannel.open(StandardProtocolFamily.INET)) {
			assertInvalid(datagram, "it is a datagram socket");
		}
		try (ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			unix.bind(UnixDomainSocketAddress.of(this.directory.resolve("socket")));
			assertInvalid(unix, "it is a socket of the UNIX domain");
		}
		try (SocketChannel connected = SocketChannel.open(new InetSocketAddress("127.0.0.1", this.socket.port()))) {
			assertInvalid(connected, "it does not listen: it is a single connection");
		}
		int file = this.posix.open(Files.createFile(this.directory.resolve("file")).toString(), Posix.O_RDONLY, 0);
		try {
			assertInvalid(file, "it is a regular file");
		}
		finally {
			this.posix.close(file);
		}
	}

	@Test
	void variablesForAnotherProcessNeedNoSystemCall() {
		assertThat(new GivenSockets(() -> {
			throw new IllegalStateException();
		}, Map.of("LISTEN_PID", "1", "LISTEN_FDS", "1"), 42).passed()).isEmpty();
	}

	@Test
	void channelsAreCopiesThatAccept() throws IOException {
		ListeningSockets sockets = new ListeningSockets(() -> this.posix,
				Map.of("smtp", require(this.socket.descriptor())));
		assertThat(sockets.uses()).containsExactly("smtp");
		assertThat(sockets.isTaken("smtp")).isFalse();
		for (int i = 0; i < 2; i++) {
			try (ServerSocketChannel channel = sockets.channel("smtp");
					SocketChannel client = SocketChannel.open(sockets.address("smtp"));
					SocketChannel accepted = channel.accept()) {
				assertThat(channel.isBlocking()).isTrue();
				assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
				assertThat(TestSocket.descriptor(channel)).isNotEqualTo(this.socket.descriptor());
			}
		}
		assertThat(sockets.isTaken("smtp")).isTrue();
		SocketChannel.open(sockets.address("smtp")).close();
	}

	private ListeningSocket require(int fd) {
		return new SocketCheck(this.posix).require(fd, "http");
	}

	private void assertInvalid(SelectableChannel channel, String reason) {
		assertInvalid(TestSocket.descriptor(channel), reason);
	}

	private void assertInvalid(int fd, String reason) {
		assertThatExceptionOfType(InvalidSocketException.class).isThrownBy(() -> require(fd))
			.withMessage("The socket 'http' (descriptor " + fd + ") can't be taken: " + reason)
			.satisfies((ex) -> assertThat(ex.getAction()).isNotEmpty());
	}

}
