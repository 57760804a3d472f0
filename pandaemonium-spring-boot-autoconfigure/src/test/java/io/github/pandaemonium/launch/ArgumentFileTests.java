package io.github.pandaemonium.launch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ArgumentFile}.
 */
class ArgumentFileTests {

	@Test
	void wordsAreSeparatedByWhiteSpace() {
		assertThat(ArgumentFile.words(" a\tb\fc\nd\re ")).containsExactly("a", "b", "c", "d", "e");
	}

	@Test
	void wordAtTheEndNeedsNoLineEnd() {
		assertThat(ArgumentFile.words("a bc")).containsExactly("a", "bc");
	}

	@Test
	void quotesKeepWhiteSpaceAndMayBeInTheMiddle() {
		assertThat(ArgumentFile.words("a'b c'd\"e 'f\"\n'\"'\n")).containsExactly("ab cde 'f", "\"");
	}

	@Test
	void emptyQuotesAreAnEmptyWordUnlessAtTheEnd() {
		assertThat(ArgumentFile.words("\"\" a ''")).containsExactly("", "a");
	}

	@Test
	void lineEndClosesQuote() {
		assertThat(ArgumentFile.words("\"open \nnext")).containsExactly("open ", "next");
	}

	@Test
	void backslashEscapesInQuotesOnly() {
		assertThat(ArgumentFile.words("c:\\a \"c:\\\\a\\t\\n\\f\\r\\q\\\"\"")).containsExactly("c:\\a",
				"c:\\a\t\n\f\rq\"");
	}

	@Test
	void backslashAtLineEndContinuesQuote() {
		assertThat(ArgumentFile.words("\"a:\\\r\n   b:\\\n\tc\" d")).containsExactly("a:b:c", "d");
	}

	@Test
	void commentEndsAtLineEnd() {
		assertThat(ArgumentFile.words("# one\n a # two\r\nb '#'c")).containsExactly("a", "b", "#c");
	}

	@Test
	void commentInWordLosesTheWord() {
		assertThat(ArgumentFile.words("lost#x\na")).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n", "#", "# x", "\"\"", "\"\\\n" })
	void noWords(String content) {
		assertThat(ArgumentFile.words(content)).isEmpty();
	}

}
