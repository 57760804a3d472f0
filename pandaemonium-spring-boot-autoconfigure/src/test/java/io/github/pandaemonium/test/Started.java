package io.github.pandaemonium.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that a test started.
 */
public final class Started {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Process process;

	private final List<String> command;

	private final Path out;

	private final Path err;

	Started(Process process, List<String> command, Path out, Path err) {
		this.process = process;
		this.command = List.copyOf(command);
		this.out = out;
		this.err = err;
	}

	/**
	 * Returns its process id.
	 * @return the process id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Returns what {@code /proc} says of it.
	 * @return the process
	 */
	public Proc proc() {
		return new Proc(pid());
	}

	/**
	 * Whether it runs.
	 * @return whether it runs
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Sends a signal to it.
	 * @param name the name, for example {@code TERM}
	 */
	public void signal(String name) {
		proc().signal(name);
	}

	/**
	 * Returns what it has written to standard output so far.
	 * @return the text
	 */
	public String out() {
		return read(this.out);
	}

	/**
	 * Returns what it has written to standard error so far.
	 * @return the text
	 */
	public String err() {
		return read(this.err);
	}

	/**
	 * Waits for its end, two minutes at most.
	 * @return what it printed and its status
	 */
	public Result await() {
		return await(PATIENCE);
	}

	/**
	 * Waits for its end.
	 * @param patience how long; after that the test fails
	 * @return what it printed and its status
	 */
	public Result await(Duration patience) {
		try {
			if (!this.process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("Still running after " + patience.toSeconds() + " s: "
						+ String.join(" ", this.command) + "\n--- out\n" + out() + "\n--- err\n" + err());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return new Result(this.process.exitValue(), out(), err());
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
