package io.github.pandaemonium.launch;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.launch.ControlMessage.Type;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;

/**
 * The daemon's end of the pipe to its launcher. Progress is dropped rather than waited
 * for; results are not. Once the launcher has what it waits for the pipe is closed and
 * means nothing.
 *
 * @since 0.1.0
 */
public final class ControlPipe implements AutoCloseable {

	private static final int POLL_MILLIS = 60_000;

	private final Posix posix;

	private final Birth birth;

	private boolean open;

	/**
	 * Takes the pipe over.
	 * @param posix the system calls
	 * @param birth what names the descriptor; there may be no pipe in it
	 */
	public ControlPipe(Posix posix, Birth birth) {
		this.posix = posix;
		this.birth = birth;
		this.open = !birth.isInPlace();
		if (this.open) {
			posix.setCloseOnExec(birth.control(), true);
			posix.setNonBlocking(birth.control(), true);
		}
	}

	/**
	 * Says that the daemon's JVM lives.
	 */
	public void born() {
		result(Type.BORN, "none");
	}

	/**
	 * Says what the daemon is at work on.
	 * @param step the step, as an operator would call it
	 */
	public synchronized void progress(String step) {
		if (this.open) {
			try {
				this.posix.tryWrite(this.birth.control(), bytes(Type.PROGRESS, step));
			}
			catch (PosixException ex) {
				// the launcher is gone: whoever watches the pipe acts on it
			}
		}
	}

	/**
	 * Says that all stages have been passed.
	 */
	public void stages() {
		result(Type.STAGES, "stages");
	}

	/**
	 * Says that the daemon is ready.
	 * @param log where its log goes, or {@code null}
	 */
	public void ready(@Nullable String log) {
		releaseCompilers();
		result(Type.READY, "ready", (log != null) ? log : "");
	}

	/**
	 * Says why the daemon can't be.
	 * @param description what went wrong
	 * @param action what to do about it, or nothing
	 */
	public void failed(String description, String action) {
		result(Type.FAILED, "", description, action);
	}

	/**
	 * Whether the launcher still waits.
	 * @return whether the pipe is open
	 */
	public synchronized boolean isOpen() {
		return this.open;
	}

	/**
	 * Waits on a thread of its own until the launcher is gone.
	 * @param gone what to do if that happens before the launcher has what it waits for
	 */
	public void watch(Runnable gone) {
		if (!isOpen()) {
			return;
		}
		Thread thread = new Thread(() -> {
			int control = this.birth.control();
			do {
				if (this.posix.pollReaderGone(control, POLL_MILLIS)) {
					if (isOpen()) {
						gone.run();
					}
					return;
				}
			}
			while (isOpen());
		}, "pandaemonium-control");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public synchronized void close() {
		if (this.open) {
			this.open = false;
			this.posix.close(this.birth.control());
		}
	}

	/**
	 * Those that the launcher has confined. Before the answer, as nobody else would do it
	 * where the launcher is killed after that.
	 */
	private void releaseCompilers() {
		if (isOpen() && this.birth.waitFor().equals("ready")) {
			try {
				CompilerThreads threads = new CompilerThreads(this.posix, this.posix.getpid());
				if (threads.haveTwoProcessors()) {
					threads.release();
				}
			}
			catch (RuntimeException | LinkageError ex) {
				// it is a matter of speed only
			}
		}
	}

	private synchronized void result(Type type, String awaited, String... values) {
		if (!this.open) {
			return;
		}
		try {
			this.posix.write(this.birth.control(), bytes(type, values));
		}
		catch (PosixException ex) {
			return; // the launcher is gone: whoever watches the pipe acts on it
		}
		if (awaited.equals(this.birth.waitFor()) || type == Type.READY) {
			close();
		}
	}

	private static byte[] bytes(Type type, String... values) {
		return new ControlMessage(type, values).toLine().getBytes(StandardCharsets.UTF_8);
	}

}
