package io.github.pandaemonium.systemd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One datagram of {@code sd_notify(3)}: assignments, each on a line.
 *
 * @since 0.1.0
 */
public final class Notification {

	/** A datagram of more than PIPE_BUF bytes, 4096, is not read by systemd at all. */
	private static final int STATUS_BYTES = 2048;

	private static final String CUT = "\u2026";

	private final Map<String, String> assignments;

	private Notification(Map<String, String> assignments) {
		this.assignments = assignments;
	}

	/**
	 * Starts with nothing.
	 * @return a notification without assignments
	 */
	public static Notification empty() {
		return new Notification(Map.of());
	}

	/**
	 * Tells that the start, or a reload, is done.
	 * @return this and {@code READY=1}
	 */
	public Notification ready() {
		return with("READY", "1");
	}

	/**
	 * Tells that a reload has begun.
	 * @param clock what {@code CLOCK_MONOTONIC} says
	 * @return this, {@code RELOADING=1}, and the clock in microseconds
	 */
	public Notification reloading(Duration clock) {
		return with("RELOADING", "1").with("MONOTONIC_USEC", microseconds(clock));
	}

	/**
	 * Tells that the end has begun.
	 * @return this and {@code STOPPING=1}
	 */
	public Notification stopping() {
		return with("STOPPING", "1");
	}

	/**
	 * Tells which process is the main one from now on.
	 * @param pid its process id
	 * @return this and {@code MAINPID=}
	 */
	public Notification mainPid(int pid) {
		return with("MAINPID", Integer.toString(pid));
	}

	/**
	 * Says what the state is.
	 * @param status a text that becomes one line
	 * @return this and {@code STATUS=}
	 */
	public Notification status(String status) {
		return with("STATUS", line(status));
	}

	/**
	 * Says why it failed.
	 * @param errno an error number, see {@code errno(3)}
	 * @return this and {@code ERRNO=}
	 */
	public Notification errno(int errno) {
		return with("ERRNO", Integer.toString(errno));
	}

	/**
	 * Asks for time to start or to stop.
	 * @param time how long from now on
	 * @return this and {@code EXTEND_TIMEOUT_USEC=}
	 */
	public Notification extendTimeout(Duration time) {
		return with("EXTEND_TIMEOUT_USEC", microseconds(time));
	}

	/**
	 * Gives a sign of life.
	 * @return this and {@code WATCHDOG=1}
	 */
	public Notification watchdog() {
		return with("WATCHDOG", "1");
	}

	/**
	 * Asks to be treated as if the watchdog had barked.
	 * @return this and {@code WATCHDOG=trigger}
	 */
	public Notification watchdogTrigger() {
		return with("WATCHDOG", "trigger");
	}

	/**
	 * Sets how long the watchdog waits for a sign of life.
	 * @param time how long
	 * @return this and {@code WATCHDOG_USEC=}
	 */
	public Notification watchdogTimeout(Duration time) {
		return with("WATCHDOG_USEC", microseconds(time));
	}

	/**
	 * Returns the datagram.
	 * @return UTF-8
	 */
	public byte[] bytes() {
		return toString().getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.assignments.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.collect(Collectors.joining("\n"));
	}

	private Notification with(String variable, String value) {
		Map<String, String> assignments = new LinkedHashMap<>(this.assignments);
		assignments.put(variable, value);
		return new Notification(assignments);
	}

	private static String microseconds(Duration time) {
		return Long.toString(Microseconds.of(time));
	}

	private static String line(String text) {
		String line = text.replaceAll("[\\p{Cntrl}\\s\u0085\u2028\u2029]+", " ").strip();
		if (line.getBytes(StandardCharsets.UTF_8).length <= STATUS_BYTES) {
			return line;
		}
		StringBuilder cut = new StringBuilder();
		int bytes = CUT.getBytes(StandardCharsets.UTF_8).length;
		for (int character : line.codePoints().toArray()) {
			String next = Character.toString(character);
			bytes += next.getBytes(StandardCharsets.UTF_8).length;
			if (bytes > STATUS_BYTES) {
				break;
			}
			cut.append(next);
		}
		return cut.append(CUT).toString();
	}

}
