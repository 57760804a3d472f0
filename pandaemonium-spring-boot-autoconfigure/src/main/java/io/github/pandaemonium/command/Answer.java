package io.github.pandaemonium.command;

import java.io.IOException;
import java.util.Map;

/**
 * What a daemon answers over its control socket. It may be of another version, and is not
 * believed to be complete.
 *
 * @param values the values by their names
 */
record Answer(Map<String, Object> values) {

	/**
	 * Whether it has done what it was asked for.
	 * @throws IOException if it does not say
	 */
	boolean isSuccess() throws IOException {
		return switch (text("success")) { // the parser knows no booleans
			case "true" -> true;
			case "false" -> false;
			default -> throw notUnderstood();
		};
	}

	/**
	 * Returns a number.
	 * @throws IOException if there is none
	 */
	int number(String name) throws IOException {
		try {
			return Integer.parseInt(text(name));
		}
		catch (NumberFormatException ex) {
			throw notUnderstood();
		}
	}

	/**
	 * Returns a text that can be printed, empty where there is none.
	 */
	String text(String name) {
		Object value = this.values.get(name);
		return (value != null) ? Printable.of(value.toString()) : "";
	}

	private static IOException notUnderstood() {
		return new IOException("the answer is not understood");
	}

}
