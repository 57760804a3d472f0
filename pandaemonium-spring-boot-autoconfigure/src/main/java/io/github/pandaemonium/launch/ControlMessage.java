package io.github.pandaemonium.launch;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One line on the control pipe: a word and its values, URL-encoded. The shell writes
 * {@code pid}, {@code stopped} and {@code status}; everything else comes from the
 * daemon's JVM.
 *
 * @param type what is said
 * @param values the values
 */
record ControlMessage(Type type, List<String> values) {

	ControlMessage(Type type, String... values) {
		this(type, Arrays.asList(values));
	}

	String value(int index) {
		return (index < this.values.size()) ? this.values.get(index) : "";
	}

	String toLine() {
		StringBuilder line = new StringBuilder(this.type.name().toLowerCase(Locale.ROOT));
		this.values.forEach((value) -> line.append(' ').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
		return line.append('\n').toString();
	}

	static ControlMessage parse(String line) {
		String[] words = line.split(" ", -1);
		List<String> values = new ArrayList<>();
		for (int i = 1; i < words.length; i++) {
			values.add(URLDecoder.decode(words[i], StandardCharsets.UTF_8));
		}
		return new ControlMessage(Type.valueOf(words[0].toUpperCase(Locale.ROOT)), values);
	}

	enum Type {

		/** The shell has started the daemon: its process id. */
		PID,

		/** The shell could not give a stage: its number. */
		STOPPED,

		/** The daemon has ended: its status as the shell sees it. */
		STATUS,

		/** The daemon is at work on something: what. */
		PROGRESS,

		/** The daemon's JVM lives. */
		BORN,

		/** The daemon has passed all its stages. */
		STAGES,

		/** The daemon is ready: where its log goes, or nothing. */
		READY,

		/** The daemon can't be: description and action. */
		FAILED

	}

}
