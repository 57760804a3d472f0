package io.github.pandaemonium.launch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

import io.github.pandaemonium.launch.StartResult.Outcome;
import io.github.pandaemonium.posix.Posix;

/**
 * Collects what a daemon that is being born prints and tells. Silence is failure: only
 * the awaited message is success; the end of the control pipe is not.
 *
 * @since 0.1.0
 */
public final class StartMonitor {

	private static final int CONTROL = 0;

	private static final int OUTPUT = 1;

	private static final int ERROR = 2;

	private static final Duration TIME_TO_END = Duration.ofSeconds(5);

	/** More than a pipe holds: what a daemon goes on to print is not waited for. */
	private static final int MOST_READS = 64;

	private static final int MOST_COLLECTED = 1024 * 1024;

	private final Posix posix;

	private final int[] fds;

	private final ByteArrayOutputStream[] collected = { new ByteArrayOutputStream(), new ByteArrayOutputStream(),
			new ByteArrayOutputStream() };

	private final byte[] buffer = new byte[8192];

	private final String waitFor;

	private final Duration timeout;

	private Consumer<String> onProgress = (step) -> {
	};

	private IntUnaryOperator attendance = (pid) -> Integer.MAX_VALUE;

	private volatile int pid = -1;

	private volatile int status = -1;

	private volatile boolean ended;

	private int stage;

	private boolean started;

	private String step = StartResult.JVM;

	private ControlMessage failure = new ControlMessage(ControlMessage.Type.FAILED);

	private String log = "";

	StartMonitor(Posix posix, int control, int output, int error, String waitFor, Duration timeout) {
		this.posix = posix;
		this.fds = new int[] { control, output, error };
		this.waitFor = waitFor;
		this.timeout = timeout;
	}

	/**
	 * Sets who is told of progress.
	 * @param onProgress called with each step
	 * @return this
	 */
	public StartMonitor onProgress(Consumer<String> onProgress) {
		this.onProgress = onProgress;
		return this;
	}

	/**
	 * Sets who looks after the daemon as long as its outcome is waited for.
	 * @param attendance called with the daemon, or -1 as long as it is not known; returns
	 * the milliseconds after which to call it again at the latest
	 * @return this
	 */
	StartMonitor attending(IntUnaryOperator attendance) {
		this.attendance = attendance;
		return this;
	}

	/**
	 * Waits for the outcome.
	 * @return what happened
	 */
	public Outcome await() {
		long deadline = deadline(this.timeout);
		while (!(this.started && this.pid > 0) && !this.ended && this.failure.values().isEmpty()) {
			int pause = this.attendance.applyAsInt(this.pid);
			int left = remaining(deadline);
			boolean[] ready = this.posix.poll(this.fds, Math.min(pause, left));
			if (left <= pause && isOver(ready, deadline)) {
				return Outcome.TIMED_OUT;
			}
			receive(ready);
			if (ready[CONTROL]) {
				deadline = deadline(this.timeout);
			}
		}
		if (this.started && this.pid > 0) {
			return Outcome.STARTED;
		}
		awaitEnd(TIME_TO_END);
		return (!this.failure.values().isEmpty()) ? Outcome.FAILED : (this.stage > 0) ? Outcome.STOPPED : Outcome.DIED;
	}

	/**
	 * Waits for the end of the daemon.
	 */
	void awaitEnd(Duration patience) {
		long deadline = deadline(patience);
		while (!this.ended) {
			boolean[] ready = this.posix.poll(this.fds, remaining(deadline));
			if (isOver(ready, deadline)) {
				return;
			}
			receive(ready);
		}
	}

	int pid() {
		return this.pid;
	}

	boolean hasEnded() {
		return this.ended;
	}

	/**
	 * Tells the result.
	 * @param outcome what {@link #await()} returned
	 * @return the result with all that was collected
	 */
	public StartResult result(Outcome outcome) {
		return new StartResult(outcome, this.pid, this.status, this.stage, this.step, this.failure.value(0),
				this.failure.value(1), this.log, text(OUTPUT), text(ERROR));
	}

	/**
	 * Takes what is left in the pipes and closes them.
	 */
	void close() {
		boolean[] ready = this.posix.poll(this.fds, 0);
		for (int i = 0; i < MOST_READS && (ready[CONTROL] || ready[OUTPUT] || ready[ERROR]); i++) {
			receive(ready);
			ready = this.posix.poll(this.fds, 0);
		}
		for (int i = 0; i < this.fds.length; i++) {
			closeOne(i);
		}
	}

	private void receive(boolean[] ready) {
		for (int i = ERROR; i >= CONTROL; i--) {
			if (ready[i] && this.fds[i] >= 0) {
				int count = this.posix.read(this.fds[i], this.buffer);
				if (count == 0) {
					closeOne(i);
					this.ended |= (i == CONTROL);
				}
				else if (count > 0 && this.collected[i].size() < MOST_COLLECTED) {
					this.collected[i].write(this.buffer, 0, count);
				}
			}
		}
		if (ready[CONTROL]) {
			handleLines();
		}
	}

	private void handleLines() {
		byte[] bytes = this.collected[CONTROL].toByteArray();
		int start = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == '\n') {
				handle(new String(bytes, start, i - start, StandardCharsets.UTF_8));
				start = i + 1;
			}
		}
		this.collected[CONTROL].reset();
		this.collected[CONTROL].writeBytes(Arrays.copyOfRange(bytes, start, bytes.length));
	}

	/**
	 * What is not understood counts as silence.
	 */
	private void handle(String line) {
		try {
			handle(ControlMessage.parse(line));
		}
		catch (IllegalArgumentException ex) {
			// not a message: nothing that is waited for
		}
	}

	private void handle(ControlMessage message) {
		switch (message.type()) {
			case PID -> this.pid = Integer.parseInt(message.value(0));
			case STOPPED -> this.stage = Integer.parseInt(message.value(0));
			case STATUS -> {
				this.status = Integer.parseInt(message.value(0));
				this.ended = true;
			}
			case PROGRESS -> {
				this.step = message.value(0);
				this.onProgress.accept(this.step);
			}
			case BORN -> this.started |= this.waitFor.equals("none");
			case STAGES -> this.started |= this.waitFor.equals("stages");
			case READY -> {
				this.log = message.value(0);
				this.started = true;
			}
			case FAILED -> this.failure = message;
		}
	}

	/**
	 * Output is no progress, even where it never pauses.
	 */
	private static boolean isOver(boolean[] ready, long deadline) {
		return !ready[CONTROL] && ((!ready[OUTPUT] && !ready[ERROR]) || remaining(deadline) == 0);
	}

	private void closeOne(int index) {
		if (this.fds[index] >= 0) {
			this.posix.close(this.fds[index]);
			this.fds[index] = -1;
		}
	}

	private String text(int index) {
		return this.collected[index].toString(StandardCharsets.UTF_8);
	}

	private static long deadline(Duration duration) {
		return System.nanoTime() + duration.toNanos();
	}

	private static int remaining(long deadline) {
		return (int) Math.max(0, Math.min(Integer.MAX_VALUE, (deadline - System.nanoTime() + 999_999) / 1_000_000));
	}

}
