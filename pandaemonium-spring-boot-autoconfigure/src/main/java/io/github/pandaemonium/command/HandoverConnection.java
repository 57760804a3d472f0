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

	private int @Nullable [] wake;

	private @Nullable Thread watch;

	private HandoverConnection(Posix posix, int fd) {
		this.posix = posix;
		this.fd = fd;
	}

	/**
	 * Connects to the very process that holds the lock: no other one is believed.
	 */
	static HandoverConnection open(Posix posix, Path pidFile, int pid) throws NothingToHandOverException {
		Path path = ControlSocket.of(pidFile);
		if (Files.isSymbolicLink(path)) {
			throw new NothingToHandOverException("its control socket is a symbolic link");
		}
		HandoverConnection connection = new HandoverConnection(posix, connect(posix, path));
		boolean believed = false;
		try {
			connection.requirePeer(pid);
			believed = true;
			return connection;
		}
		finally {
			if (!believed) {
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
		String line = new String(buffer, 0, Math.max(count, 0), StandardCharsets.UTF_8).strip();
		return line.isEmpty() ? Map.of() : ControlClient.parse(line);
	}

	/**
	 * Waits, on a thread of its own, for the one word that the daemon may still say.
	 * @param action what is done then
	 */
	void onWord(Runnable action) {
		int[] wake = this.posix.pipe();
		this.wake = wake;
		Thread thread = new Thread(() -> watch(wake[0], action), "pandaemonium-predecessor");
		thread.setDaemon(true);
		this.watch = thread;
		thread.start();
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
		unwatch();
		this.posix.close(this.fd);
	}

	private void unwatch() {
		Thread watch = this.watch;
		int[] wake = this.wake;
		this.watch = null;
		if (watch == null || wake == null) {
			return;
		}
		this.posix.write(wake[1], new byte[] { 0 });
		try {
			watch.join();
			this.posix.close(wake[0]);
			this.posix.close(wake[1]);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt(); // they end with this process
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

	private void watch(int wake, Runnable action) {
		boolean[] ready = this.posix.poll(new int[] { this.fd, wake }, -1);
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
