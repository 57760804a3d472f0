package io.github.pandaemonium.pidfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * Watches the directory of a pid file that this process holds, and puts the file back
 * when someone removes or replaces it.
 *
 * @since 0.1.0
 */
public final class PidLockFileWatch implements AutoCloseable {

	private final PidLockFile file;

	private final Listener listener;

	private final WatchService watcher;

	private PidLockFileWatch(PidLockFile file, Listener listener, WatchService watcher) {
		this.file = file;
		this.listener = listener;
		this.watcher = watcher;
	}

	/**
	 * Starts to watch on a thread of its own, {@code pandaemonium-pid-file}.
	 * @param file the acquired pid file
	 * @param listener what is told of it, on that thread
	 * @return the watch, which ends when it is closed
	 * @throws IOException if the directory can't be watched
	 */
	public static PidLockFileWatch start(PidLockFile file, Listener listener) throws IOException {
		Path directory = file.directory();
		WatchService watcher = directory.getFileSystem().newWatchService();
		try {
			directory.register(watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
		}
		catch (IOException ex) {
			watcher.close();
			throw ex;
		}
		PidLockFileWatch watch = new PidLockFileWatch(file, listener, watcher);
		Thread thread = new Thread(watch::run, "pandaemonium-pid-file");
		thread.setDaemon(true);
		thread.start();
		return watch;
	}

	private void run() {
		check(); // it may have gone before the watch began
		try {
			boolean valid = true;
			while (valid) {
				WatchKey key = this.watcher.take();
				if (key.pollEvents().stream().anyMatch(this::concerns)) {
					check();
				}
				valid = key.reset();
			}
			check(); // the directory is gone
		}
		catch (ClosedWatchServiceException ex) {
			// closed
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean concerns(WatchEvent<?> event) {
		return event.kind() == StandardWatchEventKinds.OVERFLOW
				|| this.file.path().endsWith(String.valueOf(event.context()));
	}

	private void check() {
		try {
			if (this.file.restore()) {
				this.listener.restored(this.file.path());
			}
		}
		catch (RuntimeException ex) {
			this.listener.lost(this.file.path(), ex);
		}
	}

	/**
	 * Ends the watch.
	 */
	@Override
	public void close() {
		try {
			this.watcher.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Unable to end the watch on '" + this.file.path() + "'", ex);
		}
	}

	/**
	 * What is told of a pid file that was removed by hand.
	 */
	public interface Listener {

		/**
		 * The file was gone and has been put back.
		 * @param path the file
		 */
		void restored(Path path);

		/**
		 * The file is gone and can't be put back: this process goes on without its lock.
		 * @param path the file
		 * @param cause the reason, a {@link NotMyLockException} where another process has
		 * a file there now
		 */
		void lost(Path path, RuntimeException cause);

	}

}
