package io.github.pandaemonium.context.config;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import org.springframework.util.ClassUtils;

/**
 * What may be told of an error in a YAML file: line, column and problem. The snippet that
 * the parser's message ends with may show a secret, and so may what some problems quote.
 */
final class YamlMark {

	private static final boolean PRESENT = ClassUtils.isPresent("org.yaml.snakeyaml.error.MarkedYAMLException",
			YamlMark.class.getClassLoader());

	/**
	 * Where the parser begins to quote the file. What it names in angle brackets is a
	 * token of its own, such as a block's end.
	 */
	private static final Pattern QUOTE = Pattern
		.compile("(?s)(, but (found|got)|found undefined alias|found undefined tag handle|found duplicate anchor"
				+ "|for the tag|found unknown escape character|found character|unexpected character found|version:|in UTF-8:"
				+ "|Node:|Marks left:|States left:)(?! ?'<[a-z ]+>').*");

	private YamlMark() {
	}

	static boolean isMark(@Nullable Throwable failure) {
		return PRESENT && Marked.is(failure);
	}

	static String describe(Throwable failure) {
		return Marked.describe(failure);
	}

	static String safe(String problem) {
		return QUOTE.matcher(problem).replaceFirst((match) -> {
			String quoting = match.group(1);
			return quoting.startsWith(",") ? "" : quoting.endsWith("character") ? quoting + " that is not allowed"
					: quoting.endsWith(":") ? quoting.substring(0, quoting.length() - 1) : quoting;
		});
	}

	/**
	 * Apart, since the parser is not always there.
	 */
	private static final class Marked {

		static boolean is(@Nullable Throwable failure) {
			return failure instanceof MarkedYAMLException;
		}

		static String describe(Throwable failure) {
			MarkedYAMLException marked = (MarkedYAMLException) failure;
			Mark mark = (marked.getProblemMark() != null) ? marked.getProblemMark() : marked.getContextMark();
			String problem = (marked.getProblem() != null) ? safe(marked.getProblem()) : "it can't be parsed";
			return ((mark != null) ? ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) : "")
					+ ": " + problem;
		}

	}

}
