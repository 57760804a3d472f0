package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts of the web sample that must fail: with a status, with one message and without a
 * stack trace, and so that no process and no file is left of them.
 */
final class FailingStart {

	private static final String NAME = "sample-web: ";

	private final Launches launches;

	private final WebSample sample;

	private final Set<Path> before;

	/**
	 * Notes which files are there.
	 */
	FailingStart(Launches launches, WebSample sample) {
		this.launches = launches;
		this.sample = sample;
		this.before = files();
	}

	/**
	 * Fails with status 1 and nothing but a description, after the application's name,
	 * and on the next line an action. {@code *} in them is any text.
	 */
	void refused(Launch launch, String description, String action) {
		Result result = failed(launch);
		assertThat(result.status()).as("%s", result).isEqualTo(1);
		assertThat(result.err()).matches(pattern(NAME + description + "\n" + action + "\n"));
	}

	/**
	 * Fails with one message.
	 * @return the result, whose status and message are to be looked at
	 */
	Result failed(Launch launch) {
		Result result = launch.run();
		assertThat(result.status()).as("%s", result).isNotZero();
		assertThat(result.out()).as("%s", result).isEmpty();
		assertOneMessage(result);
		assertNothingLeft();
		return result;
	}

	/**
	 * Everything is as it was, but for the log.
	 */
	void assertNothingLeft() {
		await().atMost(WebSample.PATIENCE).untilAsserted(() -> assertThat(this.launches.processes()).isEmpty());
		assertThat(this.sample.pidFile()).doesNotExist();
		Set<Path> left = files();
		left.removeAll(this.before);
		left.remove(this.sample.logFile());
		assertThat(left).isEmpty();
	}

	static void assertOneMessage(Result result) {
		assertThat(result.err()).as("%s", result)
			.containsOnlyOnce(NAME)
			.endsWith("\n")
			.doesNotContain("\tat ", "Exception in thread", "WARNING");
	}

	/**
	 * The pattern of a text in which {@code *} is anything but the end of a line.
	 */
	static Pattern pattern(String text) {
		return Pattern.compile(Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
	}

	private Set<Path> files() {
		try (Stream<Path> files = Files.list(this.sample.directory())) {
			return new TreeSet<>(files.toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
