package io.github.pandaemonium.command;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.springframework.boot.json.BasicJsonParser;
import org.springframework.boot.json.JsonParseException;

/**
 * Asks a running daemon over its {@link ControlSocket}. What it says is for an operator
 * to read, and decides nothing.
 */
final class ControlClient {

	private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(5);

	private ControlClient() {
	}

	/**
	 * Sends a request.
	 * @param pidFile the pid file of the daemon
	 * @param pid the process that holds its lock
	 * @param request the request
	 * @param timeout how long the answer may take
	 * @return the answer, or nothing where there is no socket or it is not that process's
	 * user's
	 * @throws IOException if there is no answer although the request was sent
	 */
	static Optional<Map<String, Object>> ask(Path pidFile, int pid, String request, Duration timeout)
			throws IOException {
		Path path = ControlSocket.of(pidFile);
		if (Files.isSymbolicLink(path)) {
			return Optional.empty();
		}
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			if (!isConnected(channel, path, pid)) {
				return Optional.empty();
			}
			ControlSocket.writeLine(channel, request, TIME_TO_CONNECT);
			String answer = ControlSocket.readLine(channel, timeout);
			return answer.isEmpty() ? Optional.empty() : Optional.of(new BasicJsonParser().parseMap(answer));
		}
		catch (JsonParseException ex) {
			throw new IOException("The answer is not understood", ex);
		}
	}

	private static boolean isConnected(SocketChannel channel, Path path, int pid) {
		try {
			return channel.connect(UnixDomainSocketAddress.of(path)) && ControlSocket.peer(channel)
				.equals(Files.getOwner(Path.of("/proc", Integer.toString(pid))).getName());
		}
		catch (IOException | RuntimeException ex) {
			return false; // there is none, it is a dead daemon's, or its path is too long
		}
	}

}
