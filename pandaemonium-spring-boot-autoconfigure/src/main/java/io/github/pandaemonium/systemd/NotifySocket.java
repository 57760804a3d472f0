package io.github.pandaemonium.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * The socket that {@code NOTIFY_SOCKET} names: a path, or an abstract name after
 * {@code @}. Whatever goes wrong with it is told once and does no harm.
 *
 * @since 0.1.0
 */
public final class NotifySocket {

	/** The variable that names the socket. */
	public static final String VARIABLE = "NOTIFY_SOCKET";

	/** The room in a {@code struct sockaddr_un}, see {@code unix(7)}. */
	private static final int ROOM = 108;

	/** Of what must not be lost, and for which there is room soon or never. */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	private final Posix posix;

	private final byte[] name;

	private final String text;

	private final Consumer<String> complaints;

	private int fd = -1;

	private boolean complained;

	private NotifySocket(Posix posix, byte[] name, String text, Consumer<String> complaints) {
		this.posix = posix;
		this.name = name;
		this.text = text;
		this.complaints = complaints;
	}

	/**
	 * Returns the value of the variable with the very bytes that it has.
	 * @return a byte string (ISO 8859-1), or {@code null} where it is not set
	 */
	public static @Nullable String variable() {
		String value = System.getenv(VARIABLE);
		if (value == null) {
			return null;
		}
		try (Stream<String> variables = Stream
			.of(Files.readString(Path.of("/proc/self/environ"), StandardCharsets.ISO_8859_1).split("\0"))) {
			return variables.filter((variable) -> variable.startsWith(VARIABLE + "="))
				.map((variable) -> variable.substring(VARIABLE.length() + 1))
				.findFirst()
				.orElse(value);
		}
		catch (IOException ex) {
			return value;
		}
	}

	/**
	 * Finds the socket.
	 * @param posix the system calls
	 * @param value the value of the variable, as a byte string (ISO 8859-1)
	 * @param complaints told, once, that it does not work
	 * @return the socket, which need not be there
	 * @throws InvalidVariableException if that can't be a socket
	 */
	public static NotifySocket of(Posix posix, String value, Consumer<String> complaints) {
		String text = new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
		if (value.startsWith("vsock:")) {
			throw invalid(text, "sockets of the kind 'vsock' are not supported");
		}
		boolean path = value.startsWith("/");
		if (!path && (!value.startsWith("@") || value.length() == 1)) {
			throw invalid(text,
					value.isEmpty() ? "it is empty" : "it is neither an absolute path nor an abstract name");
		}
		byte[] name = (path ? value + "\0" : "\0" + value.substring(1)).getBytes(StandardCharsets.ISO_8859_1);
		if (name.length > ROOM) {
			throw invalid(text, "it is longer than the address of a socket can be");
		}
		return new NotifySocket(posix, name, text, complaints);
	}

	/**
	 * Sends, and never fails.
	 * @param notification what is sent
	 * @param wait whether to wait for room in a full queue, a moment only
	 * @return whether it is done; otherwise the queue is full
	 */
	boolean send(Notification notification, boolean wait) {
		try {
			if (this.fd < 0) {
				this.fd = this.posix.socket(PATIENCE);
			}
			return this.posix.sendto(this.fd, notification.bytes(), this.name, wait);
		}
		catch (PosixException ex) {
			if (!this.complained) {
				this.complained = true;
				this.complaints.accept("The supervisor is not told, since " + VARIABLE + " '" + this.text
						+ "' can't be written: " + ex.getText());
			}
			return true;
		}
	}

	/**
	 * Waits until the receiver has read all that was sent before: it closes a descriptor
	 * that comes along with {@code BARRIER=1}, see {@code sd_notify_barrier(3)}.
	 * @param timeout how long
	 * @return whether it has
	 */
	boolean barrier(Duration timeout) {
		try {
			int[] pipe = this.posix.pipe();
			try {
				this.posix.sendDescriptors(this.fd, "BARRIER=1".getBytes(StandardCharsets.UTF_8), List.of(pipe[1]),
						this.name);
			}
			finally {
				this.posix.close(pipe[1]);
			}
			try {
				return this.posix.poll(new int[] { pipe[0] }, (int) timeout.toMillis())[0];
			}
			finally {
				this.posix.close(pipe[0]);
			}
		}
		catch (PosixException ex) {
			return false; // there is none, or its queue is full
		}
	}

	private static InvalidVariableException invalid(String value, String reason) {
		return new InvalidVariableException(VARIABLE, value, reason, "the supervisor is not told of readiness");
	}

}
