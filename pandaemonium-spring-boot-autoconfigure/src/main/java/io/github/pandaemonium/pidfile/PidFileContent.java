package io.github.pandaemonium.pidfile;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What stands in a pid file: the process id on the first line and, in ours, a time stamp
 * on the second.
 *
 * @param pid the process id, or 0 where there is none
 */
record PidFileContent(int pid) {

	/**
	 * How much of a file is looked at, whatever its size.
	 */
	static final int LIMIT = 128;

	static PidFileContent parse(byte[] bytes, int length) {
		String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
		String line = text.lines().findFirst().orElse("").strip();
		if (line.isEmpty() || line.length() > 10 || !line.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return new PidFileContent(0);
		}
		long number = Long.parseLong(line);
		return new PidFileContent((number <= Integer.MAX_VALUE) ? (int) number : 0);
	}

	static byte[] format(int pid, Instant time) {
		return (pid + "\n" + time.truncatedTo(ChronoUnit.MILLIS) + "\n").getBytes(StandardCharsets.US_ASCII);
	}

}
