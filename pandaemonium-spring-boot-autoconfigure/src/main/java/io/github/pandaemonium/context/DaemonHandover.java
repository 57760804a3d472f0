package io.github.pandaemonium.context;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pandaemonium.command.HandoverOffer;
import io.github.pandaemonium.daemon.DaemonMode;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.pidfile.PidLockFileException;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.socket.ListeningSocket;
import io.github.pandaemonium.socket.ListeningSockets;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Hands the listening sockets and the lock to a successor, one at a time, and goes on to
 * serve. What became of the successor stands in the pid file: a process that lives and
 * stands there has taken over, and this one leaves.
 */
final class DaemonHandover {

	private static final Log logger = LogFactory.getLog(DaemonHandover.class);

	static final String UNDER_WAY = "another restart is under way";

	private static final Duration TIME_TO_TAKE_OVER = Duration.ofSeconds(1);

	private static final Duration LOOK = Duration.ofMillis(20);

	private final DaemonMode mode;

	private final @Nullable PidLockFile pidFile;

	private final ListeningSockets sockets;

	private final Runnable leave;

	private final Runnable reopen;

	/** What is done about the one that is under way when this process is to stop. */
	private final AtomicReference<@Nullable Runnable> current = new AtomicReference<>();

	private volatile boolean stopping;

	/**
	 * Creates the handover.
	 * @param mode how this process runs
	 * @param pidFile the pid file, if any
	 * @param sockets the sockets
	 * @param leave ends this process, in an orderly way
	 * @param reopen opens the control socket again, which a successor has replaced
	 */
	DaemonHandover(DaemonMode mode, @Nullable PidLockFile pidFile, ListeningSockets sockets, Runnable leave,
			Runnable reopen) {
		this.mode = mode;
		this.pidFile = pidFile;
		this.sockets = sockets;
		this.leave = leave;
		this.reopen = reopen;
	}

	/**
	 * Hands over to whoever asks, if it can be; returns when that has come to an end.
	 * @param offer the connection to whoever wants to start a successor
	 * @param state what this process does: {@code running}, or something else
	 */
	void begin(HandoverOffer offer, String state) {
		try {
			if (this.mode == DaemonMode.SUPERVISED) {
				offer.refuse("it is run by a supervisor, and starts its successor itself");
				return;
			}
			String obstacle = obstacle(state);
			PidLockFile pidFile = this.pidFile;
			if (obstacle != null || pidFile == null) {
				offer.nothing(String.valueOf(obstacle));
			}
			else if (!enter(offer::stopping)) {
				offer.refuse(UNDER_WAY);
			}
			else if (this.stopping) { // and has not seen this one
				this.current.set(null);
				offer.nothing("it is stopping");
			}
			else {
				boolean settled = false;
				try {
					settled = offer.hand(pidFile.descriptor(), descriptors());
				}
				finally {
					if (!settled) {
						awaitSuccessor(pidFile);
					}
					exit();
				}
			}
		}
		catch (IOException ex) {
			logger.info("A restart came to nothing: " + ex.getMessage());
		}
	}

	/**
	 * Whoever started the successor has been killed. If that was when it had just decided
	 * to take over, its number is about to stand in the file.
	 */
	private static void awaitSuccessor(PidLockFile pidFile) {
		long begin = System.nanoTime();
		try {
			while (pidFile.successor().isEmpty() && System.nanoTime() - begin < TIME_TO_TAKE_OVER.toNanos()) {
				Thread.sleep(LOOK.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (PosixException ex) {
			logger.debug("The pid file can't be read", ex); // which is told of next
		}
	}

	/**
	 * Tells why there can't be a successor at all.
	 * @return the reason, or {@code null} where there is none
	 */
	@Nullable String obstacle(String state) {
		if (!state.equals("running") || this.stopping) {
			return "it is " + (this.stopping ? "stopping" : state);
		}
		if (this.sockets.uses().isEmpty()) {
			return "it has no listening socket to hand over";
		}
		return (this.pidFile == null || !this.pidFile.isPrimary()) ? "it has no pid file" : null;
	}

	/**
	 * Whether a successor is being started.
	 */
	boolean isUnderWay() {
		return this.current.get() != null;
	}

	/**
	 * Begins a handover, unless there is one.
	 * @param onStop what is done when this process is to stop before it has come to an
	 * end
	 * @return whether it has begun
	 */
	boolean enter(Runnable onStop) {
		boolean entered = this.current.compareAndSet(null, onStop);
		if (entered) {
			logger.info("A successor of this process is being started");
		}
		return entered;
	}

	/**
	 * Ends a handover: leaves, or goes on.
	 */
	void exit() {
		try {
			OptionalInt successor = (this.pidFile != null) ? this.pidFile.successor() : OptionalInt.empty();
			if (successor.isPresent()) {
				logger.info("Process " + successor.getAsInt() + " has taken over");
				this.leave.run();
				return; // and there is no other one
			}
			logger.info("No successor has come about; this process goes on");
			if (this.pidFile != null) {
				this.pidFile.reclaim();
			}
		}
		catch (PidLockFileException | PosixException ex) {
			logger.error("No successor has come about, and the pid file can't be written: " + ex.getMessage());
		}
		if (!this.stopping) {
			this.reopen.run();
		}
		this.current.set(null);
	}

	/**
	 * Called when this process begins to stop: no successor is wanted any more.
	 */
	void stopping() {
		this.stopping = true;
		Runnable onStop = this.current.get();
		if (onStop != null) {
			onStop.run();
		}
	}

	/**
	 * Returns the descriptor of the locked pid file.
	 */
	int lock() {
		if (this.pidFile == null) {
			throw new IllegalStateException("There is no pid file");
		}
		return this.pidFile.descriptor();
	}

	Map<String, Integer> descriptors() {
		Map<String, Integer> descriptors = new LinkedHashMap<>();
		for (String use : this.sockets.uses()) {
			ListeningSocket socket = this.sockets.find(use);
			if (socket != null) {
				descriptors.put(use, socket.descriptor());
			}
		}
		return descriptors;
	}

}
