package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the words of an {@code @argfile} exactly as the {@code java} launcher reads them,
 * oddities included: a {@code #} ends a word anywhere and loses what stands before it, a
 * line end closes a quote, an empty quote at the very end of the file is no word. See
 * "The java Command", "java Command-Line Argument Files".
 */
final class ArgumentFile {

	private enum State {

		BETWEEN, WORD, QUOTE, ESCAPE, CONTINUED, COMMENT

	}

	private final List<String> words = new ArrayList<>();

	private final StringBuilder kept = new StringBuilder();

	private final StringBuilder run = new StringBuilder();

	private boolean started;

	private char quote;

	private State state = State.BETWEEN;

	private ArgumentFile() {
	}

	/**
	 * Returns the words of a file.
	 * @param content the content as a byte string
	 * @return the words as byte strings
	 */
	static List<String> words(String content) {
		ArgumentFile file = new ArgumentFile();
		for (char character : content.toCharArray()) {
			file.read(character);
		}
		file.end();
		return file.words;
	}

	private void read(char character) {
		switch (this.state) {
			case BETWEEN, CONTINUED -> {
				if (!isBlank(character) && !isLineEnd(character)) {
					this.state = (this.state == State.BETWEEN) ? State.WORD : State.QUOTE;
					readText(character);
				}
			}
			case ESCAPE -> {
				if (isLineEnd(character)) {
					this.state = State.CONTINUED;
				}
				else {
					this.kept.append(unescape(character));
					this.state = State.QUOTE;
				}
			}
			case COMMENT -> this.state = isLineEnd(character) ? State.BETWEEN : State.COMMENT;
			default -> readText(character);
		}
	}

	private void readText(char character) {
		boolean quoted = (this.state == State.QUOTE);
		if (isLineEnd(character) || (!quoted && isBlank(character))) {
			endWord();
		}
		else if (!quoted && character == '#') {
			this.run.setLength(0);
			this.state = State.COMMENT;
		}
		else if (quoted && character == '\\') {
			keep();
			this.started = true;
			this.state = State.ESCAPE;
		}
		else if (!quoted && (character == '"' || character == '\'')) {
			keep();
			this.quote = character;
			this.state = State.QUOTE;
		}
		else if (quoted && character == this.quote) {
			keep();
			this.state = State.WORD;
		}
		else {
			this.run.append(character);
		}
	}

	private void keep() {
		if (!this.run.isEmpty()) {
			this.started = true;
			this.kept.append(this.run);
			this.run.setLength(0);
		}
	}

	private void endWord() {
		keep();
		this.words.add(this.kept.toString());
		this.kept.setLength(0);
		this.started = false;
		this.state = State.BETWEEN;
	}

	private void end() {
		if (this.state == State.WORD || this.state == State.QUOTE) {
			keep();
			if (this.started) {
				endWord();
			}
		}
	}

	private static boolean isBlank(char character) {
		return character == ' ' || character == '\t' || character == '\f';
	}

	private static boolean isLineEnd(char character) {
		return character == '\n' || character == '\r';
	}

	private static char unescape(char character) {
		return switch (character) {
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'f' -> '\f';
			default -> character;
		};
	}

}
