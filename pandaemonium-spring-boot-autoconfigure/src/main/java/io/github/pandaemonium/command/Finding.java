package io.github.pandaemonium.command;

import java.util.Locale;

/**
 * One thing that a doctor has found.
 *
 * @param level how bad it is
 * @param subject what it is about, for example {@code user}
 * @param text what was found
 * @param remedy what to do about it, or nothing
 * @since 0.1.0
 */
public record Finding(Level level, String subject, String text, String remedy) {

	/**
	 * Describes what is as it should be.
	 * @param subject what it is about
	 * @param text what was found
	 * @return the finding
	 */
	public static Finding ok(String subject, String text) {
		return new Finding(Level.OK, subject, text, "");
	}

	/**
	 * Describes what a start works with, but an operator may not want.
	 * @param subject what it is about
	 * @param text what was found
	 * @param remedy what to do about it
	 * @return the finding
	 */
	public static Finding warning(String subject, String text, String remedy) {
		return new Finding(Level.WARNING, subject, text, remedy);
	}

	/**
	 * Describes what a start would fail by.
	 * @param subject what it is about
	 * @param text what was found
	 * @param remedy what to do about it
	 * @return the finding
	 */
	public static Finding error(String subject, String text, String remedy) {
		return new Finding(Level.ERROR, subject, text, remedy);
	}

	@Override
	public String toString() {
		String line = "%-8s %s: %s".formatted(this.level.name().toLowerCase(Locale.ROOT), this.subject,
				this.text.strip());
		return this.remedy.isBlank() ? line : line + "\n         " + this.remedy.strip();
	}

	/**
	 * How bad a finding is; the exit status of {@code doctor} is that of the worst.
	 */
	public enum Level {

		/** As it should be: 0. */
		OK,

		/** It works: 1. */
		WARNING,

		/** A start would fail: 2. */
		ERROR

	}

}
