package io.github.pandaemonium.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;

/**
 * What a supervisor does: takes datagrams, on a thread of its own.
 */
public final class NotifyReceiver implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final LibC libc = new LibC();

	private final Posix posix = NativeAccess.posix();

	private final int fd = this.posix.socket(Duration.ofSeconds(1));

	private final List<Datagram> datagrams = new CopyOnWriteArrayList<>();

	private final String variable;

	private final byte[] buffer = new byte[8192];

	private volatile boolean closed;

	private final Thread thread = new Thread(this::receive, "receiver");

	private NotifyReceiver(String variable, byte[] name, boolean listens) {
		this.variable = variable;
		try (NativeMemory memory = new NativeMemory()) {
			this.libc.check("bind(" + variable + ")", "bind", this.fd, NativeDatagrams.address(memory, name),
					NativeDatagrams.addressLength(name));
		}
		if (listens) {
			listen();
		}
	}

	/**
	 * Begins to read.
	 */
	public void listen() {
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Listens on a path, where everyone can write.
	 * @param path the path
	 * @return the receiver
	 */
	public static NotifyReceiver on(Path path) {
		return on(path, true);
	}

	/**
	 * Has a socket that nobody reads.
	 * @param path the path
	 * @return the receiver
	 */
	public static NotifyReceiver deaf(Path path) {
		return on(path, false);
	}

	private static NotifyReceiver on(Path path, boolean listens) {
		NotifyReceiver receiver = new NotifyReceiver(path.toString(), (path + "\0").getBytes(StandardCharsets.UTF_8),
				listens);
		try {
			Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return receiver;
	}

	/**
	 * Listens on an abstract name.
	 * @param name the name without its first byte
	 * @return the receiver
	 */
	public static NotifyReceiver abstractly(String name) {
		return new NotifyReceiver("@" + name, ("\0" + name).getBytes(StandardCharsets.UTF_8), true);
	}

	/**
	 * Returns the value of {@code NOTIFY_SOCKET}.
	 * @return the value
	 */
	public String variable() {
		return this.variable;
	}

	/**
	 * Reads one datagram and forgets it, where nobody listens.
	 */
	public void drain() {
		this.posix.read(this.fd, this.buffer);
	}

	/**
	 * Returns what has come.
	 * @return the datagrams
	 */
	public List<Datagram> datagrams() {
		return List.copyOf(this.datagrams);
	}

	/**
	 * Returns the texts of the datagrams.
	 * @return the texts
	 */
	public List<String> texts() {
		return this.datagrams.stream().map(Datagram::text).toList();
	}

	/**
	 * Counts datagrams.
	 * @param line a line that they have
	 * @return how many there are
	 */
	public int count(String line) {
		return (int) this.datagrams.stream().filter((datagram) -> datagram.has(line)).count();
	}

	/**
	 * Waits for a datagram.
	 * @param line a line of it, or its beginning
	 * @return the last one of them
	 */
	public Datagram await(String line) {
		Awaitility.await(line)
			.pollInterval(Duration.ofMillis(10))
			.atMost(PATIENCE)
			.until(() -> this.datagrams.stream().anyMatch((datagram) -> datagram.has(line)));
		return this.datagrams.stream().filter((datagram) -> datagram.has(line)).reduce((a, b) -> b).orElseThrow();
	}

	/**
	 * Forgets what has come.
	 */
	public void clear() {
		this.datagrams.clear();
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.posix.close(this.fd);
	}

	private void receive() {
		while (!this.closed) {
			if (this.posix.poll(new int[] { this.fd }, 50)[0]) {
				int length = this.posix.read(this.fd, this.buffer);
				this.datagrams.add(new Datagram(this.posix.clockMonotonic(),
						new String(Arrays.copyOf(this.buffer, length), StandardCharsets.UTF_8)));
			}
		}
	}

	/**
	 * A message.
	 *
	 * @param time when it came, by the monotonic clock
	 * @param text the text
	 */
	public record Datagram(Duration time, String text) {

		/**
		 * Whether it has a line.
		 * @param line the line, or its beginning
		 * @return whether one begins so
		 */
		public boolean has(String line) {
			return this.text.lines().anyMatch((own) -> own.startsWith(line));
		}

		/**
		 * Returns a value.
		 * @param variable the variable
		 * @return its value, empty where there is none
		 */
		public String value(String variable) {
			return this.text.lines()
				.filter((line) -> line.startsWith(variable + "="))
				.map((line) -> line.substring(variable.length() + 1))
				.findFirst()
				.orElse("");
		}

	}

}
