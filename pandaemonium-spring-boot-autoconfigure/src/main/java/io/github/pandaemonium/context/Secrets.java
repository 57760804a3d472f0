package io.github.pandaemonium.context;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps values that nobody else should read out of what is shown.
 */
final class Secrets {

	private static final Pattern SECRET = Pattern
		.compile("(?i)(-D|--)([^=]*(?:password|passwd|secret|token|credential|key)[^=]*)=.*", Pattern.DOTALL);

	private Secrets() {
	}

	/**
	 * Returns an argument without its value where its name says that this is a secret.
	 */
	static String masked(String argument) {
		Matcher matcher = SECRET.matcher(argument);
		return matcher.matches() ? matcher.group(1) + matcher.group(2) + "=******" : argument;
	}

}
