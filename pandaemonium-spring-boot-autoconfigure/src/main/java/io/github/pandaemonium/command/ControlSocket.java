package io.github.pandaemonium.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import jdk.net.ExtendedSocketOptions;

/**
 * The way to a running daemon: a socket of the UNIX domain beside its pid file, see
 * {@code unix(7)}. A client sends one line, the name of what it asks for, and gets one
 * line, a JSON object; then the connection is closed. Nothing is waited for longer than
 * its time.
 */
final class ControlSocket {

	private static final String SUFFIX = ".sock";

	/** More than any request or answer has. */
	private static final int LONGEST = 64 * 1024;

	private ControlSocket() {
	}

	/**
	 * Returns the socket of the daemon that has a pid file.
	 */
	static Path of(Path pidFile) {
		return pidFile.resolveSibling(pidFile.getFileName() + SUFFIX);
	}

	/**
	 * Returns where a socket is until it is ready to take its place: a path as long,
	 * since its length is limited.
	 */
	static Path unfinished(Path pidFile) {
		String name = of(pidFile).getFileName().toString();
		return pidFile.resolveSibling(name.substring(0, name.length() - 1) + "~");
	}

	/**
	 * Returns whose process is at the other end, see {@code SO_PEERCRED} in
	 * {@code unix(7)}.
	 */
	static String peer(SocketChannel channel) throws IOException {
		return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
	}

	/**
	 * Reads a line, or what came before the other side closed.
	 * @throws IOException if it is too long, or does not come in time
	 */
	static String readLine(SocketChannel channel, Duration timeout) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(LONGEST);
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!endsLine(buffer)) {
			if (!buffer.hasRemaining()) {
				throw new IOException("The line is too long");
			}
			await(channel, SelectionKey.OP_READ, deadline);
			if (channel.read(buffer) < 0) {
				break;
			}
		}
		return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
	}

	static void writeLine(SocketChannel channel, String line, Duration timeout) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
		long deadline = System.nanoTime() + timeout.toNanos();
		while (buffer.hasRemaining()) {
			await(channel, SelectionKey.OP_WRITE, deadline);
			channel.write(buffer);
		}
	}

	private static boolean endsLine(ByteBuffer buffer) {
		return buffer.position() > 0 && buffer.get(buffer.position() - 1) == '\n';
	}

	private static void await(SocketChannel channel, int operation, long deadline) throws IOException {
		channel.configureBlocking(false);
		try (Selector selector = Selector.open()) {
			channel.register(selector, operation);
			long left = (deadline - System.nanoTime()) / 1_000_000;
			if (left <= 0 || selector.select(left) == 0) {
				throw new IOException("There was no answer in time");
			}
		}
	}

}
