package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options that a launcher adds to those of its own JVM stand before the mark, which
 * has their number: a process that starts a successor adds its own again, and after many
 * restarts the command line is as long as after the first.
 */
final class AddedOptions {

	private static final Pattern COUNT = Pattern.compile("&added=(\\d{1,4})$");

	private AddedOptions() {
	}

	static String count(String mark, int added) {
		return mark + "&added=" + added;
	}

	/**
	 * Leaves out the options that were added.
	 * @param arguments the raw arguments of a process
	 * @return the arguments without those before the mark
	 */
	static List<String> removedFrom(List<String> arguments) {
		for (int i = 0; i < arguments.size(); i++) {
			Matcher count = COUNT.matcher(arguments.get(i));
			if (PathOptions.isMark(arguments.get(i)) && count.find()) {
				int first = i - Integer.parseInt(count.group(1));
				List<String> left = new ArrayList<>(arguments);
				left.subList(Math.max(first, 1), i).clear();
				return left;
			}
		}
		return arguments;
	}

}
