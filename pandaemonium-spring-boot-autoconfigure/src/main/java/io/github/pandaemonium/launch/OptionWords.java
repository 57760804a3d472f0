package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The words of a variable that holds options ({@code JDK_JAVA_OPTIONS},
 * {@code JAVA_TOOL_OPTIONS}, {@code _JAVA_OPTIONS}) or of a {@code -XX:VMOptionsFile}.
 * White space is between them, quotes of both kinds may stand in the middle of a word,
 * and nothing escapes a quote.
 */
final class OptionWords {

	private OptionWords() {
	}

	static List<String> words(String value) {
		return words(value, true);
	}

	static List<String> unquotedWords(String value) {
		return words(value, false);
	}

	private static List<String> words(String value, boolean quotes) {
		List<String> words = new ArrayList<>();
		StringBuilder word = new StringBuilder();
		boolean inWord = false;
		char quote = 0;
		for (char character : value.toCharArray()) {
			if (quote != 0) {
				if (character == quote) {
					quote = 0;
				}
				else {
					word.append(character);
				}
			}
			else if (isSpace(character)) {
				if (inWord) {
					words.add(word.toString());
					word.setLength(0);
				}
				inWord = false;
			}
			else {
				inWord = true;
				if (quotes && (character == '"' || character == '\'')) {
					quote = character;
				}
				else {
					word.append(character);
				}
			}
		}
		if (inWord) {
			words.add(word.toString());
		}
		return words;
	}

	/**
	 * Returns a value that is read as these words.
	 */
	static String of(List<String> words) {
		return words.stream().map(OptionWords::quote).collect(Collectors.joining(" "));
	}

	private static String quote(String word) {
		boolean plain = word.chars().noneMatch((character) -> isSpace((char) character));
		if (plain && !word.isEmpty() && word.indexOf('"') < 0 && word.indexOf('\'') < 0) {
			return word;
		}
		return "\"" + word.replace("\"", "\"'\"'\"") + "\"";
	}

	private static boolean isSpace(char character) {
		return character == ' ' || (character >= '\t' && character <= '\r'); // isspace(3)
	}

}
