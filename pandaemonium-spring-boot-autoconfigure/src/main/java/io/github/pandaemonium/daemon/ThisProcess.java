package io.github.pandaemonium.daemon;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a daemon without Spring does to its own process: the one place of the core that
 * prints and exits.
 */
class ThisProcess {

	/** Daemons of one program are told apart by the order in which they are made. */
	private static final AtomicInteger DAEMONS = new AtomicInteger();

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
