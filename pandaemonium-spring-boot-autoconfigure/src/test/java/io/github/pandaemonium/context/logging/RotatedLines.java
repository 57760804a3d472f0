package io.github.pandaemonium.context.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renames a log file again and again while threads write numbered lines to it, and looks
 * where each line went.
 */
final class RotatedLines {

	private static final int THREADS = 4;

	private static final int ROTATIONS = 20;

	private static final int BETWEEN = 50;

	/** Nanoseconds: the load is in the number of threads, not in that of the lines. */
	private static final int PAUSE = 10_000;

	private final Path file;

	private final Consumer<String> logger;

	private final Runnable reopening;

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicBoolean end = new AtomicBoolean();

	RotatedLines(Path file, Consumer<String> logger, Runnable reopening) {
		this.file = file;
		this.logger = logger;
		this.reopening = reopening;
	}

	/**
	 * Rotates under load, and expects every line in one of the files, and none in a file
	 * that had another name when the reopening was over.
	 * @param flush brings what is in a buffer to the file
	 */
	void assertThatNoneIsLost(Runnable flush) throws Exception {
		List<Thread> threads = new ArrayList<>();
		for (int number = 0; number < THREADS; number++) {
			Thread thread = new Thread(this::write);
			thread.start();
			threads.add(thread);
		}
		List<Path> files = new ArrayList<>();
		List<Long> sizes = new ArrayList<>();
		try {
			for (int rotation = 0; rotation < ROTATIONS; rotation++) {
				int before = this.count.get();
				Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> this.count.get() > before + BETWEEN);
				Path old = this.file.resolveSibling(this.file.getFileName() + "." + rotation);
				Files.move(this.file, old);
				this.reopening.run();
				files.add(old);
				sizes.add(Files.size(old));
			}
		}
		finally {
			this.end.set(true);
			for (Thread thread : threads) {
				thread.join();
			}
		}
		flush.run();
		assertThat(files).extracting(Files::size).isEqualTo(sizes);
		files.add(this.file);
		assertThat(lines(files)).isEqualTo(expected());
	}

	private void write() {
		while (!this.end.get()) {
			this.logger.accept("line " + this.count.incrementAndGet());
			LockSupport.parkNanos(PAUSE);
		}
	}

	private List<String> expected() {
		List<String> expected = new ArrayList<>();
		for (int number = 1; number <= this.count.get(); number++) {
			expected.add("line " + number);
		}
		Collections.sort(expected);
		return expected;
	}

	private static List<String> lines(List<Path> files) throws IOException {
		List<String> lines = new ArrayList<>();
		for (Path file : files) {
			lines.addAll(Files.readAllLines(file));
		}
		Collections.sort(lines);
		return lines;
	}

}
