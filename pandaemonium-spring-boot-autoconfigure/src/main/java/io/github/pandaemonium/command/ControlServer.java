package io.github.pandaemonium.command;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * The daemon's end of the {@link ControlSocket}: answers its own user and root, and
 * nobody else. A client that says nothing has a thread for some seconds, and there are
 * few such threads: it hinders nobody but other clients.
 *
 * @since 0.1.0
 */
public final class ControlServer implements AutoCloseable {

	private static final Duration TIME_TO_SPEAK = Duration.ofSeconds(5);

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	private static final int MOST_CLIENTS = 16;

	private static final long AFTER_FAILURE = 100_000_000;

	private final ServerSocketChannel server;

	private final Path path;

	private final @Nullable Object key;

	private final Function<String, Map<String, Object>> answers;

	private final Consumer<HandoverOffer> handovers;

	private final Posix posix;

	private final Semaphore clients = new Semaphore(MOST_CLIENTS);

	private final String user;

	private ControlServer(Posix posix, ServerSocketChannel server, Path path,
			Function<String, Map<String, Object>> answers, Consumer<HandoverOffer> handovers) throws IOException {
		this.posix = posix;
		this.handovers = handovers;
		this.server = server;
		this.path = path;
		this.key = key(path);
		this.answers = answers;
		this.user = Files.getOwner(Path.of("/proc/self")).getName();
	}

	/**
	 * Returns where the socket is.
	 * @param pidFile the pid file
	 * @return its path
	 */
	public static Path path(Path pidFile) {
		return ControlSocket.of(pidFile);
	}

	/**
	 * Opens the socket beside a pid file, whose lock this process must hold: what is at
	 * its path is a dead daemon's, or that of a predecessor, which it replaces at once.
	 * @param posix the system calls
	 * @param pidFile the pid file
	 * @param answers what answers a request; an unknown one with an empty map
	 * @param handovers what is done about a successor; returns when it has come to an end
	 * @return the server
	 * @throws IOException if there can't be a socket, for example because this user may
	 * not create it in that directory, or its path is longer than {@code unix(7)} permits
	 */
	public static ControlServer open(Posix posix, Path pidFile, Function<String, Map<String, Object>> answers,
			Consumer<HandoverOffer> handovers) throws IOException {
		Path path = ControlSocket.of(pidFile);
		Path unfinished = ControlSocket.unfinished(pidFile);
		removeSocket(posix, unfinished);
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			server.bind(UnixDomainSocketAddress.of(unfinished));
			// who was quicker than this is refused by its credentials
			chmod(posix, unfinished);
			requireSocket(posix, path);
			Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
			ControlServer control = new ControlServer(posix, server, path, answers, handovers);
			start("pandaemonium-control-socket", control::accept);
			return control;
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			throw (ex instanceof IOException io) ? io : new IOException(ex.getMessage(), ex);
		}
	}

	/**
	 * Answers nobody once, while the jar is still the one that the classes for it come
	 * from: when another one has been written over it, they could not be loaded any more.
	 */
	public void rehearse() {
		start("pandaemonium-control-rehearsal",
				() -> JsonWriter.standard().writeToString(this.answers.apply("status")));
	}

	/**
	 * Sets the mode of the socket, and of nothing that somebody has put in its place: the
	 * path of the descriptor leads to the very file, see {@code proc(5)}.
	 */
	private static void chmod(Posix posix, Path path) throws IOException {
		try {
			int fd = posix.open(path.toString(), Posix.O_PATH | Posix.O_NOFOLLOW, 0);
			try {
				FileStatus status = posix.fstat(fd);
				if (status == null || !status.isSocket()) {
					throw new IOException("something else is at '" + path + "'");
				}
				Files.setPosixFilePermissions(Path.of("/proc/self/fd", Integer.toString(fd)), OWNER_ONLY);
			}
			finally {
				posix.close(fd);
			}
		}
		catch (PosixException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	/**
	 * Removes the socket of a dead daemon, whose pid file this process has locked.
	 * @param posix the system calls
	 * @param pidFile the pid file
	 */
	public static void remove(Posix posix, Path pidFile) {
		try {
			removeSocket(posix, ControlSocket.of(pidFile));
			removeSocket(posix, ControlSocket.unfinished(pidFile));
		}
		catch (IOException ex) {
			// the next daemon removes it
		}
	}

	/**
	 * What is replaced must be a socket.
	 */
	private static void requireSocket(Posix posix, Path path) throws IOException {
		FileStatus status = posix.lstat(path.toString());
		if (status != null && !status.isSocket()) {
			throw new IOException("something else is at '" + path + "'");
		}
	}

	/**
	 * Removes a socket, and nothing else, that a dead daemon left.
	 */
	static void removeSocket(Posix posix, Path path) throws IOException {
		try {
			FileStatus status = posix.lstat(path.toString());
			if (status != null && status.isSocket()) {
				Files.deleteIfExists(path);
			}
		}
		catch (PosixException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	/**
	 * Whether the socket is still the one at its path.
	 * @return whether nobody has removed or replaced it
	 */
	public boolean isInPlace() {
		try {
			return this.key != null && this.key.equals(key(this.path));
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
			if (isInPlace()) {
				Files.delete(this.path);
			}
		}
		catch (IOException ex) {
			// the next daemon removes it
		}
	}

	private void accept() {
		while (this.server.isOpen()) {
			try {
				SocketChannel client = this.server.accept();
				if (this.clients.tryAcquire()) {
					serveInThread(client);
				}
				else {
					client.close();
				}
			}
			catch (ClosedChannelException ex) {
				return;
			}
			catch (IOException ex) {
				// too many files are open, perhaps, and will be for a while
				LockSupport.parkNanos(AFTER_FAILURE);
			}
		}
	}

	private void serveInThread(SocketChannel client) throws IOException {
		try {
			start("pandaemonium-control-client", () -> serve(client));
		}
		catch (OutOfMemoryError ex) { // of threads
			this.clients.release();
			client.close();
		}
	}

	private void serve(SocketChannel channel) {
		try (SocketChannel client = channel) {
			String peer = ControlSocket.peer(client);
			if (peer.equals(this.user) || peer.equals("root")) {
				answer(client, ControlSocket.readLine(client, TIME_TO_SPEAK));
			}
		}
		catch (IOException ex) {
			// it has left, or says nothing: nothing that the daemon needs
		}
		finally {
			this.clients.release();
		}
	}

	private void answer(SocketChannel client, String request) throws IOException {
		if (request.equals(HandoverOffer.REQUEST)) {
			this.handovers.accept(new HandoverOffer(this.posix, client));
			return;
		}
		Map<String, Object> answer = this.answers.apply(request);
		ControlSocket.writeLine(client, JsonWriter.standard().writeToString(answer), TIME_TO_SPEAK);
	}

	private static @Nullable Object key(Path path) throws IOException {
		return Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
			.fileKey();
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
