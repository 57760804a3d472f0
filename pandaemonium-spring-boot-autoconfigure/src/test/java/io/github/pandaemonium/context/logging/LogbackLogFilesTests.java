package io.github.pandaemonium.context.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.sift.MDCBasedDiscriminator;
import ch.qos.logback.classic.sift.SiftingAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogbackLogFiles}.
 */
class LogbackLogFilesTests {

	private final LoggerContext context = new LoggerContext();

	private final Logger logger = this.context.getLogger("test");

	private final List<String> failures = new ArrayList<>();

	@TempDir
	private Path directory;

	@BeforeEach
	void start() {
		this.context.setMDCAdapter(new LogbackMDCAdapter());
		this.context.start();
	}

	@AfterEach
	void stop() {
		this.context.stop();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void noLineIsLostUnderLoad(boolean immediateFlush) throws Exception {
		FileAppender<ILoggingEvent> appender = start(new FileAppender<>(), "x.log");
		appender.setImmediateFlush(immediateFlush);
		this.logger.addAppender(appender);
		new RotatedLines(file("x.log"), this.logger::info, this::reopen).assertThatNoneIsLost(this.context::stop);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void noLineIsLostUnderLoadByARollingAppender() throws Exception {
		this.logger.addAppender(rolling("1GB"));
		new RotatedLines(file("x.log"), this.logger::info, this::reopen).assertThatNoneIsLost(this.context::stop);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void limitOfTheSizeCountsTheNewFile() throws IOException {
		RollingFileAppender<ILoggingEvent> appender = rolling("10KB");
		this.logger.addAppender(appender);
		this.logger.info("x".repeat(100));
		rename("x.log");
		reopen();
		assertThat(appender.getTriggeringPolicy().getLengthCounter().getLength()).isZero();
		this.logger.info("new");
		assertThat(appender.getTriggeringPolicy().getLengthCounter().getLength()).isEqualTo(4);
	}

	@Test
	void nestedAppendersAreReopened() throws IOException {
		AsyncAppender async = new AsyncAppender();
		async.setContext(this.context);
		async.addAppender(start(new FileAppender<>(), "x.log"));
		async.start();
		this.logger.addAppender(async);
		SiftingAppender sifting = sifting();
		this.context.getLogger("sifted").addAppender(sifting);
		this.context.getLogger("sifted").info("old");
		rename("x.log");
		rename("sifted.log");
		reopen();
		this.logger.info("new");
		this.context.getLogger("sifted").info("new");
		this.context.stop();
		assertThat(file("x.log")).hasContent("new");
		assertThat(file("x.log.1")).isEmptyFile();
		assertThat(file("sifted.log")).hasContent("new");
		assertThat(file("sifted.log.1")).hasContent("old");
	}

	@Test
	void fileThatHasNotBeenRenamedKeepsWhatItHas() {
		FileAppender<ILoggingEvent> appender = new FileAppender<>();
		appender.setAppend(false);
		this.logger.addAppender(start(appender, "x.log"));
		this.logger.info("old");
		reopen();
		this.logger.info("new");
		assertThat(file("x.log")).hasContent("old\nnew");
		assertThat(appender.isAppend()).isFalse();
	}

	@Test
	void fileThatCantBeOpenedStaysAndIsTold() throws IOException {
		this.logger.addAppender(start(new FileAppender<>(), "x.log"));
		this.logger.addAppender(start(new FileAppender<>(), "y.log"));
		rename("x.log");
		rename("y.log");
		Files.createDirectory(file("x.log"));
		reopen();
		this.logger.info("new");
		assertThat(file("x.log.1")).hasContent("new");
		assertThat(file("y.log")).hasContent("new");
		assertThat(this.failures)
			.containsExactly("'" + file("x.log") + "' of the appender x.log: " + file("x.log") + " (Is a directory)");
	}

	@Test
	void appenderThatIsStoppedIsLeftAlone() throws IOException {
		FileAppender<ILoggingEvent> appender = start(new FileAppender<>(), "x.log");
		this.logger.addAppender(appender);
		appender.stop();
		rename("x.log");
		reopen();
		assertThat(file("x.log")).doesNotExist();
	}

	private void reopen() {
		new LogbackLogFiles((file, failure) -> this.failures.add(file + ": " + failure.getMessage()))
			.reopen(this.context);
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	private void rename(String name) throws IOException {
		Files.move(file(name), file(name + ".1"));
	}

	private <T extends FileAppender<ILoggingEvent>> T start(T appender, String name) {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(this.context);
		encoder.setPattern("%msg%n");
		encoder.start();
		appender.setContext(this.context);
		appender.setName(name);
		appender.setEncoder(encoder);
		if (!(appender instanceof RollingFileAppender)) {
			appender.setFile(file(name).toString());
		}
		appender.start();
		assertThat(appender.isStarted()).isTrue();
		return appender;
	}

	private RollingFileAppender<ILoggingEvent> rolling(String size) {
		RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
		appender.setContext(this.context);
		appender.setFile(file("x.log").toString());
		SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
		policy.setContext(this.context);
		policy.setParent(appender);
		policy.setFileNamePattern(file("x-%d.%i.log").toString());
		policy.setMaxFileSize(FileSize.valueOf(size));
		policy.start();
		appender.setRollingPolicy(policy);
		return start(appender, "x.log");
	}

	private SiftingAppender sifting() {
		MDCBasedDiscriminator discriminator = new MDCBasedDiscriminator();
		discriminator.setContext(this.context);
		discriminator.setKey("key");
		discriminator.setDefaultValue("sifted.log");
		discriminator.start();
		SiftingAppender sifting = new SiftingAppender();
		sifting.setContext(this.context);
		sifting.setDiscriminator(discriminator);
		sifting.setAppenderFactory((context, name) -> start(new FileAppender<>(), name));
		sifting.start();
		return sifting;
	}

}
