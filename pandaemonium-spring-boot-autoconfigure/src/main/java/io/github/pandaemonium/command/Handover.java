package io.github.pandaemonium.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.daemon.Predecessor;
import io.github.pandaemonium.launch.Succession;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.posix.RunningProcess;
import io.github.pandaemonium.socket.BornSockets;
import io.github.pandaemonium.socket.InvalidSocketException;
import io.github.pandaemonium.socket.ListeningSocket;
import io.github.pandaemonium.socket.SocketCopies;

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

	private final RunningProcess daemon;

	private final HandoverConnection connection;

	private final int lock;

	private final Map<String, ListeningSocket> sockets;

	private volatile boolean stopped;

	private Handover(RunningProcess daemon, HandoverConnection connection, int lock,
			Map<String, ListeningSocket> sockets) {
		this.daemon = daemon;
		this.connection = connection;
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
	static Handover request(Posix posix, Path pidFile, RunningProcess daemon) throws NothingToHandOverException {
		HandoverConnection connection = null;
		List<Integer> received = new ArrayList<>();
		boolean handed = false;
		try {
			connection = HandoverConnection.open(posix, pidFile, daemon.pid());
			Answer answer = new Answer(connection.request(received));
			String word = answer.text(HandoverOffer.ANSWER);
			if (word.equals(HandoverOffer.REFUSED)) {
				throw new CommandException(ExitStatus.FAILED,
						"it goes on as it is: " + answer.text(HandoverOffer.REASON), "Try again later.");
			}
			if (!word.equals(HandoverOffer.OFFERED) || received.isEmpty()) {
				String reason = answer.text(HandoverOffer.REASON);
				throw new NothingToHandOverException(reason.isEmpty() ? "it does not know how to hand over" : reason);
			}
			Map<String, ListeningSocket> sockets = sockets(posix, answer.text(HandoverOffer.SOCKETS), received);
			Handover handover = new Handover(daemon, connection, received.remove(0), sockets);
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
			if (!handed && connection != null) {
				connection.close();
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
	 * Tells what has become of the daemon where it has no successor.
	 * @return whether it goes on, in words
	 */
	public String outcome() {
		return outcome(this.daemon);
	}

	static String outcome(RunningProcess daemon) {
		return "process " + daemon.pid() + (daemon.awaitEnd(Duration.ZERO)
				? " has ended meanwhile: nothing runs any more" : " goes on as if nothing had happened");
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
		this.connection.onWord(() -> { // there is one word only that it says
			this.stopped = true;
			action.run();
		});
	}

	RunningProcess daemon() {
		return this.daemon;
	}

	@Override
	public void close() {
		this.connection.settle();
		this.connection.close();
		this.daemon.close();
	}

	private static Map<String, ListeningSocket> sockets(Posix posix, String uses, List<Integer> received) {
		String[] names = uses.split(",");
		if (names.length != received.size() - 1) {
			throw new JsonParseException();
		}
		Map<String, Integer> descriptors = new LinkedHashMap<>();
		for (int i = 0; i < names.length; i++) {
			descriptors.put(names[i], received.get(i + 1));
		}
		Map<String, Integer> copies = SocketCopies.of(posix, descriptors);
		boolean valid = false;
		try {
			Map<String, ListeningSocket> sockets = BornSockets.of(posix, copies);
			valid = true;
			return sockets;
		}
		finally {
			if (!valid) {
				copies.values().forEach(posix::close);
			}
		}
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
