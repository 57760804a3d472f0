package io.github.pandaemonium.context;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pandaemonium.command.HandoverOffer;
import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.pidfile.PidLockFileException;
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

	private final @Nullable PidLockFile pidFile;

	private final ListeningSockets sockets;

	private final Runnable leave;

	private final Runnable reopen;

	private final AtomicReference<@Nullable HandoverOffer> current = new AtomicReference<>();

	private volatile boolean stopping;

	/**
	 * Creates the handover.
	 * @param pidFile the pid file, if any
	 * @param sockets the sockets
	 * @param leave ends this process, in an orderly way
	 * @param reopen opens the control socket again, which a successor has replaced
	 */
	DaemonHandover(@Nullable PidLockFile pidFile, ListeningSockets sockets, Runnable leave, Runnable reopen) {
		this.pidFile = pidFile;
		this.sockets = sockets;
		this.leave = leave;
		this.reopen = reopen;
	}

	/**
	 * Hands over, if it can be; returns when that has come to an end.
	 * @param offer the connection to whoever wants to start a successor
	 * @param state what this process does: {@code running}, or something else
	 */
	void begin(HandoverOffer offer, String state) {
		try {
			PidLockFile pidFile = this.pidFile;
			if (!state.equals("running") || this.stopping) {
				offer.nothing("it is " + (this.stopping ? "stopping" : state));
			}
			else if (pidFile == null || !pidFile.isPrimary() || this.sockets.uses().isEmpty()) {
				offer.nothing("it has no listening socket to hand over");
			}
			else if (!this.current.compareAndSet(null, offer)) {
				offer.refuse("another restart is under way");
			}
			else {
				hand(offer, pidFile);
			}
		}
		catch (IOException ex) {
			logger.info("A restart came to nothing: " + ex.getMessage());
		}
	}

	/**
	 * Called when this process begins to stop: no successor is wanted any more.
	 */
	void stopping() {
		this.stopping = true;
		HandoverOffer offer = this.current.get();
		if (offer != null) {
			offer.stopping();
		}
	}

	private void hand(HandoverOffer offer, PidLockFile pidFile) throws IOException {
		try {
			logger.info("A successor of this process is being started");
			offer.hand(pidFile.descriptor(), descriptors());
			finish(pidFile);
		}
		finally {
			this.current.set(null);
		}
	}

	private void finish(PidLockFile pidFile) {
		try {
			OptionalInt successor = pidFile.successor();
			if (successor.isPresent()) {
				logger.info("Process " + successor.getAsInt() + " has taken over");
				this.leave.run();
				return;
			}
			logger.info("No successor has come about; this process goes on");
		}
		catch (PidLockFileException ex) {
			logger.error("The successor has come to nothing, and the pid file can't be written: " + ex.getMessage());
		}
		if (!this.stopping) {
			this.reopen.run();
		}
	}

	private Map<String, Integer> descriptors() {
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
