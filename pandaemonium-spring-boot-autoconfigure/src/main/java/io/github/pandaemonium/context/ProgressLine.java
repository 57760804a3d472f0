package io.github.pandaemonium.context;

import java.io.PrintStream;
import java.util.function.Consumer;

import io.github.pandaemonium.command.Printable;
import io.github.pandaemonium.posix.Posix;

/**
 * The one line that tells a person at a terminal what a start that takes longer than a
 * second is at work on. It is written over, and gone when the start is over.
 */
final class ProgressLine implements Consumer<String>, AutoCloseable {

	private static final int STANDARD_OUTPUT = 1;

	private static final long FIRST = 1000;

	private static final long AGAIN = 250;

	/** Of terminals; on a narrower one the line would wrap, and stay. */
	private static final int WIDTH = 79;

	/** Carriage return, and "erase in line" of console_codes(4). */
	private static final String ERASE = "\r\033[K";

	private final String name;

	private final PrintStream out;

	private final long start = System.nanoTime();

	private final Object monitor = new Object();

	private String step = "";

	private boolean shown;

	private boolean closed;

	private ProgressLine(String name, PrintStream out) {
		this.name = name;
		this.out = out;
	}

	/**
	 * Starts the line, which never shows where the output is no terminal.
	 */
	static ProgressLine start(Posix posix, String name, PrintStream out) {
		ProgressLine line = new ProgressLine(name, out);
		if (posix.isatty(STANDARD_OUTPUT)) {
			Thread thread = new Thread(line::show, "pandaemonium-progress");
			thread.setDaemon(true);
			thread.start();
		}
		return line;
	}

	@Override
	public void accept(String step) {
		synchronized (this.monitor) {
			this.step = step;
		}
	}

	@Override
	public void close() {
		synchronized (this.monitor) {
			this.closed = true;
			this.monitor.notifyAll();
			if (this.shown) {
				this.out.print(ERASE);
				this.out.flush();
			}
		}
	}

	private void show() {
		synchronized (this.monitor) {
			try {
				this.monitor.wait(FIRST);
				while (!this.closed) {
					this.shown = true;
					this.out.print(ERASE + text());
					this.out.flush();
					this.monitor.wait(AGAIN);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private String text() {
		long seconds = (System.nanoTime() - this.start) / 1_000_000_000;
		String text = Printable
			.of(this.name + " is starting, " + seconds + " s" + (this.step.isEmpty() ? "" : ": " + this.step));
		return (text.length() > WIDTH) ? text.substring(0, WIDTH - 3) + "..." : text;
	}

}
