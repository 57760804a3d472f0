package io.github.pandaemonium.launch;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OptionWords}.
 */
class OptionWordsTests {

	@Test
	void wordsAreSeparatedByWhiteSpaceAndQuotesAreRemoved() {
		assertThat(OptionWords.words(" -Da=\"b c\"'d' \t\u000b-e\n\"\" ")).containsExactly("-Da=b cd", "-e", "");
	}

	@Test
	void backslashIsPlain() {
		assertThat(OptionWords.words("\"a\\\" b")).containsExactly("a\\", "b");
	}

	@Test
	void ofIsReadAsTheSameWords() {
		List<String> words = List.of("a", "", "b c", "it's", "\"", "'\" '", "\u00c3\u00bc", "t\tn\n");
		assertThat(OptionWords.words(OptionWords.of(words))).isEqualTo(words);
	}

	@Test
	void ofLeavesPlainWordsPlain() {
		assertThat(OptionWords.of(List.of("-Xmx1g", "-Da=b"))).isEqualTo("-Xmx1g -Da=b");
	}

}
