package io.github.pandaemonium.context.logging;

import java.nio.file.Files;
import java.nio.file.Path;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link LogFiles}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogFilesTests {

	@TempDir
	private Path directory;

	@Test
	void streamsThatCantBeOpenedAreLoggedAndKeepNothingElse(CapturedOutput output) throws Exception {
		Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("reopened");
		FileAppender<ILoggingEvent> appender = appender(logger.getLoggerContext());
		logger.addAppender(appender);
		try {
			Path file = Path.of(appender.getFile());
			Files.move(file, file.resolveSibling("old.log"));
			new LogFiles(() -> {
				throw new IllegalStateException("no space");
			}, getClass().getClassLoader()).reopen();
			assertThat(file).exists();
			assertThat(output).contains("Unable to open the standard streams again: no space");
		}
		finally {
			logger.detachAppender(appender);
			appender.stop();
		}
	}

	@Test
	void loggingSystemThatIsNotThereIsNotMissed(CapturedOutput output) {
		LogFiles files = new LogFiles(() -> {
		}, new FilteredClassLoader("ch.qos.logback", "org.apache.logging"));
		assertThatNoException().isThrownBy(files::reopen);
		assertThat(output).isEmpty();
	}

	private FileAppender<ILoggingEvent> appender(LoggerContext context) {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(context);
		encoder.setPattern("%msg%n");
		encoder.start();
		FileAppender<ILoggingEvent> appender = new FileAppender<>();
		appender.setContext(context);
		appender.setEncoder(encoder);
		appender.setFile(this.directory.resolve("x.log").toString());
		appender.start();
		return appender;
	}

}
