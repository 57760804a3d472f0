package io.github.pandaemonium.context;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

import io.github.pandaemonium.posix.FakePosix;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ProgressLine}.
 */
class ProgressLineTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final PrintStream out = new PrintStream(this.bytes, true);

	@Test
	void showsOneLineAfterASecondAndErasesIt() {
		try (ProgressLine line = ProgressLine.start(terminal(true), "shop", this.out)) {
			line.accept("bean\033[2J\u009b" + "x".repeat(100));
			assertThat(this.bytes.size()).isZero();
			await().until(() -> this.bytes.size() > 0);
		}
		String text = this.bytes.toString();
		assertThat(text).startsWith("\r\033[Kshop is starting, 1 s: bean?[2J?xxx").endsWith("\r\033[K");
		assertThat(text).doesNotContain("\n");
		assertThat(text.split("\r\033\\[K")).allMatch((shown) -> shown.length() <= 79);
	}

	@Test
	void startThatIsQuickShowsNothing() {
		ProgressLine.start(terminal(true), "shop", this.out).close();
		assertThat(this.bytes.size()).isZero();
	}

	@Test
	void nothingIsShownWhereThereIsNoTerminal() {
		try (ProgressLine line = ProgressLine.start(terminal(false), "shop", this.out)) {
			line.accept("bean");
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("pandaemonium-progress");
		}
		assertThat(this.bytes.size()).isZero();
	}

	private static FakePosix terminal(boolean terminal) {
		return new FakePosix() {
			@Override
			public boolean isatty(int fd) {
				return terminal && fd == 1;
			}
		};
	}

}
