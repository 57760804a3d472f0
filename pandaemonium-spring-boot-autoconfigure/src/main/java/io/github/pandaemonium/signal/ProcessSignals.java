package io.github.pandaemonium.signal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process does with each signal, as {@code /proc/self/status} tells it, see
 * {@code proc(5)}.
 *
 * @param known whether this system tells it
 * @param ignored the ignored signals, lowest bit for signal 1
 * @param caught the caught signals
 */
record ProcessSignals(boolean known, long ignored, long caught) {

	static final ProcessSignals UNKNOWN = new ProcessSignals(false, 0, 0);

	private static final int QUIT = 3;

	static ProcessSignals current() {
		Path status = Path.of("/proc/self/status");
		if (!Files.exists(status)) {
			return UNKNOWN;
		}
		try {
			return parse(Files.readAllLines(status, StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static ProcessSignals parse(List<String> lines) {
		return new ProcessSignals(true, mask(lines, "SigIgn:"), mask(lines, "SigCgt:"));
	}

	boolean ignores(int signal) {
		return isSet(this.ignored, signal);
	}

	boolean catches(int signal) {
		return isSet(this.caught, signal);
	}

	/**
	 * Whether the JVM was told not to use signals ({@code -Xrs}): it catches QUIT
	 * otherwise, even where the caller ignored it.
	 * @return whether it was
	 */
	boolean isReduced() {
		return this.known && !catches(QUIT);
	}

	private static boolean isSet(long mask, int signal) {
		return (mask & (1L << (signal - 1))) != 0;
	}

	private static long mask(List<String> lines, String name) {
		for (String line : lines) {
			if (line.startsWith(name)) {
				return Long.parseUnsignedLong(line.substring(name.length()).strip(), 16);
			}
		}
		throw new IllegalStateException("/proc/self/status has no " + name);
	}

}
