package io.github.pandaemonium.daemon;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a daemon without Spring does to its own process: the one place of the core that
 * prints and exits.
 */
class ThisProcess {

	/** Daemons of one program are told apart by the order in which they are made. */
	private static final AtomicInteger DAEMONS = new AtomicInteger();

	private static final Duration TIME_TO_EXIT = Duration.ofSeconds(5);

	private static final AtomicBoolean EMBODIED = new AtomicBoolean();

	int nextOrdinal() {
		return DAEMONS.incrementAndGet();
	}

	/**
	 * Whether this process has become one of the daemons.
	 */
	boolean isEmbodied() {
		return EMBODIED.get();
	}

	void embodied(boolean embodied) {
		EMBODIED.set(embodied);
	}

	void printOutput(String text) {
		print(FileDescriptor.out, text);
	}

	void printError(String text) {
		print(FileDescriptor.err, text);
	}

	void exit(int status) {
		Runtime.getRuntime().exit(status);
	}

	/**
	 * Ends the process, even where a shutdown hook of the program does not come to an
	 * end.
	 */
	void abandon() {
		Thread exit = new Thread(() -> exit(1), "pandaemonium-exit");
		exit.setDaemon(true);
		exit.start();
		try {
			exit.join(TIME_TO_EXIT.toMillis());
		}
		catch (InterruptedException ex) {
			// it is time to go either way
		}
		Runtime.getRuntime().halt(1);
	}

	private static void print(FileDescriptor descriptor, String text) {
		if (text.isEmpty()) {
			return;
		}
		try {
			// not closed: the descriptor is the process's
			new FileOutputStream(descriptor).write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			// nobody reads: there is no other place to tell it
		}
	}

}
