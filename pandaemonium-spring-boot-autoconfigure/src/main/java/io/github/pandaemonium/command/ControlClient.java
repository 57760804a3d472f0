package io.github.pandaemonium.command;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.json.BasicJsonParser;
import org.springframework.boot.json.JsonParseException;

/**
 * Asks a running daemon over its {@link ControlSocket}. What it says is for an operator
 * to read, and decides nothing.
 */
final class ControlClient {

	private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(5);

	/** In its place meanwhile; no character. */
	private static final String BACKSLASH = "\uFFFF";

	private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|[^u])");

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
			if (!isConnected(channel, path) || !isOf(channel, pid)) {
				return Optional.empty();
			}
			ControlSocket.writeLine(channel, request, TIME_TO_CONNECT);
			String answer = ControlSocket.readLine(channel, timeout);
			if (answer.isEmpty()) {
				throw new IOException("It has closed the connection without an answer");
			}
			return Optional.of(parse(answer));
		}
		catch (JsonParseException ex) {
			throw new IOException("The answer is not understood", ex);
		}
	}

	/**
	 * A process that is stopped accepts no connection, and {@code connect(2)} would wait
	 * for a place in its queue.
	 */
	private static boolean isConnected(SocketChannel channel, Path path) {
		try {
			channel.configureBlocking(false);
			return channel.connect(UnixDomainSocketAddress.of(path));
		}
		catch (IOException | RuntimeException ex) {
			return false; // there is none, it is a dead daemon's, or its path is too long
		}
	}

	private static boolean isOf(SocketChannel channel, int pid) {
		try {
			return ControlSocket.peer(channel)
				.equals(Files.getOwner(Path.of("/proc", Integer.toString(pid))).getName());
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * {@link BasicJsonParser}, which needs no library, leaves backslashes out and all
	 * else as it is.
	 */
	static Map<String, Object> parse(String answer) {
		String unescaped = ESCAPE.matcher(answer).replaceAll((match) -> Matcher.quoteReplacement(unescape(match)));
		Map<String, Object> values = new LinkedHashMap<>();
		new BasicJsonParser().parseMap(unescaped)
			.forEach((name, value) -> values.put(name,
					(value instanceof String text) ? text.replace(BACKSLASH, "\\") : value));
		return values;
	}

	private static String unescape(MatchResult match) {
		String escaped = match.group(1);
		return switch (escaped.charAt(0)) {
			case 'u' -> Character.toString(Integer.parseInt(escaped.substring(1), 16));
			case 'n' -> "\n";
			case 't' -> "\t";
			case 'r' -> "\r";
			case 'b' -> "\b";
			case 'f' -> "\f";
			case '\\' -> BACKSLASH;
			default -> match.group(); // a quotation mark
		};
	}

}
