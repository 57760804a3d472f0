package io.github.pandaemonium.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;

/**
 * The threads of a HotSpot JVM that compile, and the processors that they run on. Where
 * there are two, and the compilers keep both, the thread that starts the application
 * waits for a third of its time.
 */
final class CompilerThreads {

	/** The kernel keeps 15 characters of a name, see {@code prctl(2)}. */
	private static final String NAME = "C[12] CompilerThre";

	/** HotSpot starts it when the compilers are there. */
	private static final String LAST = "VM Periodic Tas";

	private static final int MOST_PASSES = 3;

	private final Posix posix;

	private final int pid;

	private final Path tasks;

	CompilerThreads(Posix posix, int pid) {
		this(posix, pid, Path.of("/proc", Integer.toString(pid), "task"));
	}

	CompilerThreads(Posix posix, int pid, Path tasks) {
		this.posix = posix;
		this.pid = pid;
		this.tasks = tasks;
	}

	/**
	 * Whether the process has exactly two processors.
	 */
	boolean haveTwoProcessors() {
		return processors().cardinality() == 2;
	}

	/**
	 * Keeps those that are there to one processor.
	 * @return whether the JVM has started all that it begins with
	 */
	boolean confine() {
		BitSet processors = processors();
		processors.clear(processors.nextSetBit(0));
		Map<Integer, String> names = names();
		assign(names, processors);
		return names.containsValue(LAST);
	}

	/**
	 * Gives them the processors of the process again, also those that they have started
	 * themselves meanwhile.
	 */
	void release() {
		for (int i = 0; i < MOST_PASSES && assign(names(), processors()); i++) {
			continue;
		}
	}

	/**
	 * The first thread is never confined.
	 */
	private BitSet processors() {
		return this.posix.schedGetaffinity(this.pid);
	}

	private boolean assign(Map<Integer, String> names, BitSet processors) {
		boolean changed = false;
		for (Map.Entry<Integer, String> thread : names.entrySet()) {
			if (thread.getValue().matches(NAME)) {
				changed |= assign(thread.getKey(), processors);
			}
		}
		return changed;
	}

	private boolean assign(int thread, BitSet processors) {
		try {
			boolean differs = !this.posix.schedGetaffinity(thread).equals(processors);
			if (differs) {
				this.posix.schedSetaffinity(thread, processors);
			}
			return differs;
		}
		catch (PosixException ex) {
			if (ex.is("ESRCH")) {
				return false; // it has ended, as idle compilers do
			}
			throw ex;
		}
	}

	private Map<Integer, String> names() {
		Map<Integer, String> names = new TreeMap<>();
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(this.tasks)) {
			for (Path thread : threads) {
				names.put(Integer.valueOf(thread.getFileName().toString()), name(thread));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return names;
	}

	private static String name(Path thread) {
		try {
			return Files.readString(thread.resolve("comm"), StandardCharsets.ISO_8859_1).trim();
		}
		catch (IOException ex) {
			return ""; // it has ended
		}
	}

}
