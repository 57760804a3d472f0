package io.github.pandaemonium.signal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SignalAction}.
 */
class SignalActionTests {

	@ParameterizedTest
	@CsvSource({ "terminate,TERMINATE", "ignore,IGNORE", "default,DEFAULT", "reload,RELOAD", "reopen-logs,REOPEN_LOGS",
			"thread-dump,THREAD_DUMP", "rotate-keys,EVENT", "listener,EVENT", "method,EVENT", "my_event2,EVENT" })
	void ofReadsWords(String text, SignalAction.Kind kind) {
		SignalAction action = SignalAction.of(text);
		assertThat(action.kind()).isEqualTo(kind);
		assertThat(action.text()).isEqualTo(text);
		assertThat(action).isEqualTo(SignalAction.of(" " + text + " ")).hasToString(text);
	}

	@ParameterizedTest
	@CsvSource({ "cache.clear,cache,clear", "@cache.clear,cache,clear", "com.acme.Cache.clear,com.acme.Cache,clear",
			"my-cache.clear,my-cache,clear" })
	void ofReadsMethodsOfBeans(String text, String bean, String method) {
		SignalAction action = SignalAction.of(text);
		assertThat(action.kind()).isEqualTo(SignalAction.Kind.METHOD);
		assertThat(action.bean()).isEqualTo(bean);
		assertThat(action.method()).isEqualTo(method);
		assertThat(action.text()).isEqualTo(bean + "." + method);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "two words", "@cache", "cache.", ".clear", "cache.clear()", "@@cache.clear",
			"a..", "caf\u00e9", "a/b", "a@b.c", "cache.1" })
	void ofRefusesAnythingElse(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> SignalAction.of(text))
			.withMessageStartingWith(text.isBlank() ? "the action is empty" : "the action '" + text + "' is neither");
	}

	@Test
	void ofTakesListeners() {
		SignalListener listener = (signal) -> {
		};
		SignalAction action = SignalAction.of(listener);
		assertThat(action.kind()).isEqualTo(SignalAction.Kind.LISTENER);
		assertThat(action.listener()).isSameAs(listener);
		assertThat(action).isEqualTo(SignalAction.of(listener)).isNotEqualTo(SignalAction.of((signal) -> {
		}));
	}

	@Test
	void allButIgnoreAndDefaultAreDelivered() {
		assertThat(SignalAction.of("ignore").isDelivered()).isFalse();
		assertThat(SignalAction.of("default").isDelivered()).isFalse();
		assertThat(SignalAction.of("terminate").isDelivered()).isTrue();
		assertThat(SignalAction.of("word").isDelivered()).isTrue();
	}

}
