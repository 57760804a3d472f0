package io.github.pandaemonium.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.command.Handover.NothingToHandOverException;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a {@link Handover} to the daemon, over its control socket. The daemon
 * takes its end for the end of the handover.
 */
final class HandoverConnection implements AutoCloseable {

	private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

	private static final int LONGEST_ANSWER = 64 * 1024;

	/** There is none, or this user may not. */
	private static final List<String> ABSENT = List.of("ENOENT", "ENOTDIR", "ECONNREFUSED", "EACCES", "EPERM",
			"ENAMETOOLONG", "EINVAL");

	private final Posix posix;

	private final int fd;

	private final int[] wake;

	private @Nullable Thread watch;

	private HandoverConnection(Posix posix, int fd, int[] wake) {
		this.posix = posix;
		this.fd = fd;
		this.wake = wake;
	}

	/**
	 * Connects to the very process that holds the lock: no other one is believed.
	 */
	static HandoverConnection open(Posix posix, Path pidFile, int pid) throws NothingToHandOverException {
		Path path = ControlSocket.of(pidFile);
		if (Files.isSymbolicLink(path)) {
			throw new NothingToHandOverException("its control socket is a symbolic link");
		}
		// before anything is started that would have to be ended where there is none
		int[] wake = posix.pipe();
		HandoverConnection connection = null;
		boolean believed = false;
		try {
			connection = new HandoverConnection(posix, connect(posix, path), wake);
			connection.requirePeer(pid);
			believed = true;
			return connection;
		}
		finally {
			if (connection == null) {
				posix.close(wake[0]);
				posix.close(wake[1]);
			}
			else if (!believed) {
				connection.close();
			}
		}
	}

	/**
	 * Asks for the handover.
	 * @param received gets the descriptors that come with the answer
	 */
	Map<String, Object> request(List<Integer> received) throws NothingToHandOverException {
		write(HandoverOffer.REQUEST);
		byte[] buffer = new byte[LONGEST_ANSWER];
		if (!this.posix.poll(new int[] { this.fd }, (int) TIME_TO_ANSWER.toMillis())[0]) {
			throw new NothingToHandOverException("it does not answer");
		}
		int count = this.posix.receiveDescriptors(this.fd, buffer, received);
		if (count <= 0) {
			throw new NothingToHandOverException("it has closed its control socket without an answer, as it may where "
					+ "its jar was written over, and not replaced by another file; its log may say more");
		}
		String line = new String(buffer, 0, count, StandardCharsets.UTF_8).strip();
		return line.isEmpty() ? Map.of() : ControlClient.parse(line);
	}

	/**
	 * Waits, on a thread of its own, for the one word that the daemon may still say.
	 * @param action what is done then
	 */
	void onWord(Runnable action) {
		Thread thread = new Thread(() -> watch(action), "pandaemonium-predecessor");
		thread.setDaemon(true);
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			throw new CommandException(ExitStatus.FAILED,
					"it goes on as it is, since no thread can be started to watch it: " + ex.getMessage(),
					"Raise the limit on processes (RLIMIT_NPROC, pids.max).");
		}
		this.watch = thread;
	}

	/**
	 * Says that the handover has come to its end, whatever that is. From now on the
	 * daemon says nothing that matters.
	 */
	void settle() {
		try {
			unwatch();
			write(HandoverOffer.SETTLED);
		}
		catch (PosixException ex) {
			// the daemon has left, or died
		}
	}

	@Override
	public void close() {
		if (unwatch()) {
			this.posix.close(this.wake[0]);
			this.posix.close(this.wake[1]);
			this.posix.close(this.fd);
		}
	}

	/**
	 * Ends the thread.
	 * @return whether it has ended; otherwise its descriptors are to end with this
	 * process
	 */
	private boolean unwatch() {
		Thread watch = this.watch;
		if (watch == null) {
			return true;
		}
		this.posix.write(this.wake[1], new byte[] { 0 });
		try {
			watch.join();
			this.watch = null;
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static int connect(Posix posix, Path path) throws NothingToHandOverException {
		try {
			return posix.connect(path.toString());
		}
		catch (PosixException ex) {
			if (ABSENT.stream().anyMatch(ex::is)) {
				throw new NothingToHandOverException("it has no control socket");
			}
			throw new CommandException(ExitStatus.FAILED,
					"it goes on as it is, since its control socket can't be reached: " + ex.getText(),
					"Try again later.");
		}
	}

	private void requirePeer(int pid) throws NothingToHandOverException {
		int peer = this.posix.getsockopt(this.fd, Posix.SO_PEERCRED);
		if (peer == 0) { // in another namespace
			throw new NothingToHandOverException("it has no control socket");
		}
		if (peer != pid) {
			throw new CommandException(ExitStatus.FAILED, "it goes on as it is: process " + peer
					+ " still has its control socket, since another restart is under way", "Try again later.");
		}
	}

	private void write(String word) {
		this.posix.write(this.fd, (word + "\n").getBytes(StandardCharsets.UTF_8));
	}

	private void watch(Runnable action) {
		boolean[] ready = this.posix.poll(new int[] { this.fd, this.wake[0] }, -1);
		if (!ready[1] && ready[0] && isWord()) {
			action.run();
		}
	}

	private boolean isWord() {
		try {
			return this.posix.read(this.fd, new byte[64]) > 0;
		}
		catch (PosixException ex) {
			return false; // it has died, and needs its successor all the more
		}
	}

}
