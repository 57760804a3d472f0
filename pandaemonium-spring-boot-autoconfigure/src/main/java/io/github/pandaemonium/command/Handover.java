package io.github.pandaemonium.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.daemon.Predecessor;
import io.github.pandaemonium.launch.Succession;
import io.github.pandaemonium.pidfile.LockHolder;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.socket.BornSockets;
import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.ListeningSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParseException;

/**
 * A running daemon that has handed copies of its listening sockets and of its lock to
 * this process, which starts a successor with them. As long as this is open the daemon
 * hands over to nobody else; when it is closed, or this process is gone, the pid file
 * tells the daemon whether it has a successor or goes on.
 *
 * @since 0.1.0
 */
public final class Handover implements Predecessor, AutoCloseable {

	private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

	private static final int LONGEST_ANSWER = 64 * 1024;

	/** Single digits are for what passes through a shell. */
	private static final int LEAST = 10;

	/** There is none, or this user may not. */
	private static final List<String> ABSENT = List.of("ENOENT", "ENOTDIR", "ECONNREFUSED", "EACCES", "EPERM",
			"ENAMETOOLONG", "EINVAL");

	private final Posix posix;

	private final LockHolder daemon;

	private final int connection;

	private final int[] wake;

	private final int lock;

	private final Map<String, ListeningSocket> sockets;

	private @Nullable Thread watch;

	private volatile boolean stopped;

	private Handover(Posix posix, LockHolder daemon, int connection, int lock, Map<String, ListeningSocket> sockets) {
		this.posix = posix;
		this.daemon = daemon;
		this.connection = connection;
		this.wake = posix.pipe();
		this.lock = lock;
		this.sockets = sockets;
	}

	/**
	 * Asks a daemon.
	 * @param posix the system calls
	 * @param pidFile its pid file
	 * @param daemon the process that holds its lock; closed by the handover if there is
	 * one
	 * @return the handover
	 * @throws NothingToHandOverException if the daemon has nothing to hand over
	 * @throws CommandException if it refuses
	 */
	static Handover request(Posix posix, Path pidFile, LockHolder daemon) throws NothingToHandOverException {
		List<Integer> received = new ArrayList<>();
		int connection = connect(posix, pidFile, daemon.pid());
		boolean handed = false;
		try {
			posix.write(connection, (HandoverOffer.REQUEST + "\n").getBytes(StandardCharsets.UTF_8));
			Map<String, Object> answer = receive(posix, connection, received);
			String word = text(answer, HandoverOffer.ANSWER);
			if (word.equals(HandoverOffer.REFUSED)) {
				throw new CommandException(ExitStatus.FAILED,
						"it goes on as it is: " + text(answer, HandoverOffer.REASON), "Try again later.");
			}
			if (!word.equals(HandoverOffer.OFFERED) || received.isEmpty()) {
				String reason = text(answer, HandoverOffer.REASON);
				throw new NothingToHandOverException(reason.isEmpty() ? "it does not know how to hand over" : reason);
			}
			Map<String, ListeningSocket> sockets = sockets(posix, text(answer, HandoverOffer.SOCKETS), received);
			Handover handover = new Handover(posix, daemon, connection, received.remove(0), sockets);
			handed = true;
			return handover;
		}
		catch (PosixException | JsonParseException | InvalidSocketException ex) {
			throw new CommandException(ExitStatus.FAILED,
					"it goes on as it is, since it does not hand over: " + ex.getMessage(),
					"See its log; stop and start it.");
		}
		finally {
			received.forEach(posix::close);
			if (!handed) {
				posix.close(connection);
			}
		}
	}

	/**
	 * Returns the process.
	 * @return its number
	 */
	public int pid() {
		return this.daemon.pid();
	}

	/**
	 * Returns the descriptor of the locked pid file, whose owner is whoever adopts it.
	 * @return the descriptor
	 */
	public int lock() {
		return this.lock;
	}

	/**
	 * Returns the listening sockets, whose descriptors are the caller's to close.
	 * @return the sockets by what they are for
	 */
	public Map<String, ListeningSocket> sockets() {
		return this.sockets;
	}

	/**
	 * Whether the daemon has ended.
	 * @return whether it has
	 */
	public boolean isOver() {
		return this.daemon.awaitEnd(Duration.ZERO);
	}

	/**
	 * Whether the daemon was told to stop, so that no successor is wanted.
	 * @return whether it was
	 */
	public boolean isStopped() {
		return this.stopped;
	}

	@Override
	public Succession succession() {
		return new Succession(pid(), false);
	}

	@Override
	public void onStop(Runnable action) {
		Thread thread = new Thread(() -> watch(action), "pandaemonium-predecessor");
		thread.setDaemon(true);
		this.watch = thread;
		thread.start();
	}

	LockHolder daemon() {
		return this.daemon;
	}

	@Override
	public void close() {
		Thread watch = this.watch;
		if (watch != null) {
			this.posix.write(this.wake[1], new byte[] { 0 });
			try {
				watch.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return; // its descriptors end with this process
			}
		}
		settle();
		this.posix.close(this.wake[0]);
		this.posix.close(this.wake[1]);
		this.posix.close(this.connection);
		this.daemon.close();
	}

	private void settle() {
		try {
			this.posix.write(this.connection, (HandoverOffer.SETTLED + "\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (PosixException ex) {
			// the daemon has left, or died
		}
	}

	private void watch(Runnable action) {
		byte[] buffer = new byte[64];
		while (true) {
			boolean[] ready = this.posix.poll(new int[] { this.connection, this.wake[0] }, -1);
			if (ready[1]) {
				return;
			}
			if (ready[0]) {
				int count = read(buffer);
				if (count > 0) {
					this.stopped = true; // there is one word only that it says
					action.run();
				}
				return;
			}
		}
	}

	private int read(byte[] buffer) {
		try {
			return this.posix.read(this.connection, buffer);
		}
		catch (PosixException ex) {
			return 0; // it has died, and needs its successor all the more
		}
	}

	/**
	 * Only the very process that holds the lock is believed.
	 */
	private static int connect(Posix posix, Path pidFile, int pid) throws NothingToHandOverException {
		Path path = ControlSocket.of(pidFile);
		if (Files.isSymbolicLink(path)) {
			throw new NothingToHandOverException("its control socket is a symbolic link");
		}
		int connection;
		try {
			connection = posix.connect(path.toString());
		}
		catch (PosixException ex) {
			if (ABSENT.stream().anyMatch(ex::is)) {
				throw new NothingToHandOverException("it has no control socket");
			}
			throw new CommandException(ExitStatus.FAILED,
					"it goes on as it is, since its control socket can't be reached: " + ex.getText(),
					"Try again later.");
		}
		int peer = posix.getsockopt(connection, Posix.SO_PEERCRED);
		if (peer == pid) {
			return connection;
		}
		posix.close(connection);
		if (peer == 0) { // in another namespace
			throw new NothingToHandOverException("it has no control socket");
		}
		throw new CommandException(ExitStatus.FAILED, "it goes on as it is: process " + peer
				+ " still has its control socket, since another restart is under way", "Try again later.");
	}

	private static Map<String, Object> receive(Posix posix, int connection, List<Integer> received)
			throws NothingToHandOverException {
		byte[] buffer = new byte[LONGEST_ANSWER];
		if (!posix.poll(new int[] { connection }, (int) TIME_TO_ANSWER.toMillis())[0]) {
			throw new NothingToHandOverException("it does not answer");
		}
		int count = posix.receiveDescriptors(connection, buffer, received);
		String line = new String(buffer, 0, Math.max(count, 0), StandardCharsets.UTF_8).strip();
		return line.isEmpty() ? Map.of() : ControlClient.parse(line);
	}

	/**
	 * The numbers become those that a shell can't take for its own.
	 */
	private static Map<String, ListeningSocket> sockets(Posix posix, String uses, List<Integer> received) {
		Map<String, Integer> descriptors = new LinkedHashMap<>();
		boolean valid = false;
		try {
			String[] names = uses.split(",");
			if (names.length != received.size() - 1) {
				throw new JsonParseException();
			}
			for (int i = 0; i < names.length; i++) {
				descriptors.put(names[i], posix.dup(received.get(i + 1), LEAST));
			}
			Map<String, ListeningSocket> sockets = BornSockets.of(posix, descriptors);
			valid = true;
			return sockets;
		}
		finally {
			if (!valid) {
				descriptors.values().forEach(posix::close);
			}
		}
	}

	private static String text(Map<String, Object> answer, String name) {
		Object value = answer.get(name);
		return (value != null) ? Printable.of(value.toString()) : "";
	}

	/**
	 * The daemon can only be stopped and started anew.
	 */
	static final class NothingToHandOverException extends Exception {

		NothingToHandOverException(String reason) {
			super(reason);
		}

	}

}
