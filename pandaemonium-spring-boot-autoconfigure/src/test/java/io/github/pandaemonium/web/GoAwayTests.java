package io.github.pandaemonium.web;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.pandaemonium.socket.ListeningSockets;
import io.github.pandaemonium.test.TestSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients of HTTP/2 are told when a server accepts no more, frame by frame (RFC
 * 9113).
 */
class GoAwayTests {

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final int HEADERS = 1;

	private static final int SETTINGS = 4;

	private static final int PING = 6;

	private static final int GO_AWAY = 7;

	private static final int ACK = 1;

	private static final int END_OF_STREAM_AND_HEADERS = 5;

	private final TestSocket socket = new TestSocket();

	@AfterEach
	void close() {
		this.socket.close();
	}

	@ParameterizedTest
	@EnumSource
	void clientsOfHttp2AreToldAndServedOnWhenNothingIsAcceptedAnyMore(ServerSocketTests.Server server)
			throws Exception {
		ListeningSockets sockets = ServerSocketTests.sockets(Map.of("web", this.socket));
		ServerSocketTests.Gate gate = new ServerSocketTests.Gate(new CountDownLatch(1), new CountDownLatch(1));
		try (ConfigurableApplicationContext context = ServerSocketTests.start(server, sockets, gate,
				"--server.http2.enabled=true"); Socket client = ServerSocketTests.connect(this.socket)) {
			client.getOutputStream().write(PREFACE);
			send(client, SETTINGS, 0, 0, new byte[0]);
			awaitFrame(client, SETTINGS);
			send(client, HEADERS, END_OF_STREAM_AND_HEADERS, 1, get("wait"));
			gate.begun().await();

			sockets.connections().stopAccepting();
			assertThat(awaitFrame(client, GO_AWAY).lastStream()).isGreaterThanOrEqualTo(1);
			gate.end().countDown();
			Frame answer = awaitFrame(client, HEADERS);
			assertThat(answer.stream()).isEqualTo(1);
			assertThat(answer.payload()).contains(0x88); // :status 200
		}
		finally {
			gate.end().countDown();
		}
	}

	/**
	 * Returns a request as HPACK has it (RFC 7541): of the static table, the header by
	 * name and value.
	 */
	private static byte[] get(String header) {
		String rest = "\1\11localhost" + "\0" + (char) header.length() + header + "\4true";
		byte[] name = rest.getBytes(StandardCharsets.ISO_8859_1);
		byte[] block = new byte[name.length + 3];
		block[0] = (byte) 0x82; // :method GET
		block[1] = (byte) 0x86; // :scheme http
		block[2] = (byte) 0x84; // :path /
		System.arraycopy(name, 0, block, 3, name.length); // :authority, and the header
		return block;
	}

	private static void send(Socket client, int type, int flags, int stream, byte[] payload) throws IOException {
		byte[] frame = new byte[9 + payload.length];
		frame[2] = (byte) payload.length;
		frame[3] = (byte) type;
		frame[4] = (byte) flags;
		frame[8] = (byte) stream;
		System.arraycopy(payload, 0, frame, 9, payload.length);
		client.getOutputStream().write(frame);
	}

	/**
	 * Reads up to a frame of that type, and answers those that want it: the end of a
	 * connection is measured by a ping.
	 */
	private static Frame awaitFrame(Socket client, int type) throws IOException {
		DataInputStream in = new DataInputStream(client.getInputStream());
		while (true) {
			int head = in.readInt();
			int flags = in.readUnsignedByte();
			int stream = in.readInt();
			Frame frame = new Frame(head & 0xff, stream, in.readNBytes(head >>> 8));
			if (flags != ACK && (frame.type() == SETTINGS || frame.type() == PING)) {
				send(client, frame.type(), ACK, 0, (frame.type() == PING) ? frame.payload() : new byte[0]);
			}
			if (frame.type() == type) {
				return frame;
			}
		}
	}

	record Frame(int type, int stream, byte[] payload) {

		/** The last stream that the server will still answer. */
		int lastStream() {
			return ByteBuffer.wrap(this.payload).getInt();
		}

	}

}
