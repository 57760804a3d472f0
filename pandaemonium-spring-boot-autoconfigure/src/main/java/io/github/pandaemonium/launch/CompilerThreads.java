package io.github.pandaemonium.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

import io.github.pandaemonium.posix.Posix;

/**
 * The threads of a HotSpot JVM that compile, and the processors that they run on. Where
 * there are two, and the compilers keep both, the thread that starts the application
 * waits for a third of its time.
 */
final class CompilerThreads {

	/** Of a name 15 characters are left, which a JVM may choose. */
	private static final String NAME = "C[12] Comp.*";

	/**
	 * The "Notification Thread", which HotSpot starts when the compilers are there, in
	 * JDK 17 as in 25.
	 */
	private static final String LAST = "Notif.*";

	private static final int MOST_PASSES = 3;

	private final Posix posix;

	private final Path tasks;

	/** Those of the first thread, which is never confined. */
	private final BitSet processors;

	CompilerThreads(Posix posix, int pid) {
		this(posix, pid, Path.of("/proc", Integer.toString(pid), "task"));
	}

	CompilerThreads(Posix posix, int pid, Path tasks) {
		this.posix = posix;
		this.tasks = tasks;
		this.processors = posix.schedGetaffinity(pid);
	}

	/**
	 * Whether the process has exactly two processors.
	 */
	boolean haveTwoProcessors() {
		return this.processors.cardinality() == 2;
	}

	/**
	 * Keeps those that are there to the last processor.
	 * @return whether the JVM has started all that it begins with
	 */
	boolean confine() {
		BitSet last = new BitSet();
		last.set(this.processors.length() - 1);
		boolean complete = false;
		for (String thread : threads()) {
			String name = name(thread);
			if (name.matches(NAME)) {
				this.posix.schedSetaffinity(Integer.parseInt(thread), last);
			}
			complete |= name.matches(LAST);
		}
		return complete;
	}

	/**
	 * Gives them the processors of the process again, also those that they have started
	 * themselves meanwhile.
	 */
	void release() {
		for (int i = 0; i < MOST_PASSES && releaseAll(); i++) {
			continue;
		}
	}

	private boolean releaseAll() {
		boolean changed = false;
		for (String thread : threads()) {
			int number = Integer.parseInt(thread);
			// the name is a file to read, and somebody waits
			if (!this.posix.schedGetaffinity(number).equals(this.processors) && name(thread).matches(NAME)) {
				changed |= this.posix.schedSetaffinity(number, this.processors);
			}
		}
		return changed;
	}

	private String[] threads() {
		String[] threads = this.tasks.toFile().list();
		return (threads != null) ? threads : new String[0]; // it is gone
	}

	private String name(String thread) {
		try {
			return Files.readString(this.tasks.resolve(thread).resolve("comm"), StandardCharsets.ISO_8859_1).trim();
		}
		catch (IOException ex) {
			return ""; // it has ended
		}
	}

}
