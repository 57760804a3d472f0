package io.github.pandaemonium.launch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps values that nobody else should read out of what is shown.
 *
 * @since 0.1.0
 */
public final class Secrets {

	private static final String NAME = "(?:pass(?:word|wd|phrase)?|pwd|secret|token|credential|key|auth)";

	/** JSON may have any value in it. */
	private static final Pattern SECRET = Pattern
		.compile("(?i)(-D|--)([^=]*(?:" + NAME + "|spring.application.json)[^=]*)=.*", Pattern.DOTALL);

	/** The user information of a URL. */
	private static final Pattern USER_INFO = Pattern.compile("(://[^/@\\s:]*):[^/\\s]*@");

	/** A parameter of a URL, or an option of an agent. */
	private static final Pattern PARAMETER = Pattern
		.compile("(?i)([?&;,:=][^?&;,:=\\s]*" + NAME + "[^?&;,:=\\s]*)=[^&;,\\s]*");

	private Secrets() {
	}

	/**
	 * Returns an argument without its value where its name says that this is a secret,
	 * and without what is one in a URL.
	 * @param argument an argument or an option of a JVM
	 * @return what may be shown
	 */
	public static String masked(String argument) {
		Matcher matcher = SECRET.matcher(argument);
		if (matcher.matches()) {
			return matcher.group(1) + matcher.group(2) + "=******";
		}
		String masked = USER_INFO.matcher(argument).replaceAll("$1:******@");
		return PARAMETER.matcher(masked).replaceAll("$1=******");
	}

}
