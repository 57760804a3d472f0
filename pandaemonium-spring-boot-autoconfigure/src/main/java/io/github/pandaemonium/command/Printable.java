package io.github.pandaemonium.command;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Text of somebody else that an operator's terminal shows. What a terminal obeys instead
 * is a question mark: control characters, those from 0x80 on among them, and characters
 * that change the direction of the text.
 *
 * @since 0.1.0
 */
public final class Printable {

	private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");

	private Printable() {
	}

	/**
	 * Returns the text without characters that a terminal obeys.
	 * @param text the text
	 * @return one line
	 */
	public static String of(String text) {
		return OBEYED.matcher(text).replaceAll("?");
	}

	/**
	 * Returns a duration in seconds, with one place behind the point.
	 * @param duration the duration
	 * @return the text
	 */
	public static String seconds(Duration duration) {
		long tenths = (duration.toMillis() + 50) / 100; // String.format would load a
														// locale
		return tenths / 10 + "." + tenths % 10 + " s";
	}

}
