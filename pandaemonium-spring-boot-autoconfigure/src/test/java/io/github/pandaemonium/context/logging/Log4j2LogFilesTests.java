package io.github.pandaemonium.context.logging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.rolling.RollingFileManager;
import org.apache.logging.log4j.core.appender.AbstractOutputStreamAppender;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Log4j2LogFiles} and {@link Log4j2LogFile}.
 */
class Log4j2LogFilesTests {

	private static final String PATTERN = "<PatternLayout pattern='%msg%n'/>";

	private static final String ROLLING = " filePattern='DIR/rolled-%i.log'";

	private static final String POLICY = "<SizeBasedTriggeringPolicy size='1GB'/>";

	private static final Map<String, String> APPENDERS = Map.of("file",
			"<File name='file' fileName='DIR/x.log'>" + PATTERN + "</File>", "unbuffered",
			"<File name='unbuffered' fileName='DIR/x.log' bufferedIo='false'>" + PATTERN + "</File>", "late",
			"<File name='late' fileName='DIR/x.log' immediateFlush='false'>" + PATTERN + "</File>", "random",
			"<RandomAccessFile name='random' fileName='DIR/x.log'>" + PATTERN + "</RandomAccessFile>", "late random",
			"<RandomAccessFile name='late random' fileName='DIR/x.log' immediateFlush='false'>" + PATTERN
					+ "</RandomAccessFile>",
			"rolling",
			"<RollingFile name='rolling' fileName='DIR/x.log'" + ROLLING + ">" + PATTERN + POLICY + "</RollingFile>",
			"rolling random", "<RollingRandomAccessFile name='rolling random' fileName='DIR/x.log'" + ROLLING + ">"
					+ PATTERN + POLICY + "</RollingRandomAccessFile>");

	private final LoggerContext context = new LoggerContext("test");

	private final List<String> failures = new ArrayList<>();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.context.stop();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "unbuffered", "late", "random", "late random", "rolling", "rolling random" })
	void noLineIsLostUnderLoad(String appender) throws Exception {
		start(APPENDERS.get(appender), appender);
		new RotatedLines(file("x.log"), this::log, this::reopen).assertThatNoneIsLost(this.context::stop);
		assertThat(this.failures).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "random", "rolling", "rolling random" })
	void fileThatHasNotBeenRenamedKeepsWhatItHas(String appender) {
		start(APPENDERS.get(appender).replace("fileName", "append='false' fileName"), appender);
		log("old");
		reopen();
		log("new");
		assertThat(file("x.log")).hasContent("old\nnew");
		assertThat(this.failures).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "random", "rolling", "rolling random" })
	void fileThatCantBeOpenedStaysAndIsTold(String appender) throws IOException {
		start(APPENDERS.get(appender), appender);
		log("old");
		Files.move(file("x.log"), file("x.log.1"));
		Files.createDirectory(file("x.log"));
		reopen();
		log("new");
		assertThat(file("x.log.1")).hasContent("old\nnew");
		assertThat(this.failures).singleElement()
			.asString()
			.startsWith("'" + file("x.log") + "' of the appender " + appender + ": ")
			.endsWith("(Is a directory)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rolling", "rolling random" })
	void limitOfTheSizeCountsTheNewFile(String appender) throws IOException {
		start(APPENDERS.get(appender), appender);
		log("old");
		Files.move(file("x.log"), file("x.log.1"));
		reopen();
		log("newer");
		AbstractOutputStreamAppender<?> rolling = this.context.getConfiguration().getAppender(appender);
		assertThat(((RollingFileManager) rolling.getManager()).getFileSize()).isEqualTo(6);
	}

	@Test
	void headerAndFooterAreThoseOfEachFile() throws IOException {
		start(APPENDERS.get("file").replace("pattern=", "header='head%n' footer='foot%n' pattern="), "file");
		log("old");
		Files.move(file("x.log"), file("x.log.1"));
		reopen();
		log("new");
		this.context.stop();
		assertThat(file("x.log.1")).hasContent("head\nold\nfoot");
		assertThat(file("x.log")).hasContent("head\nnew\nfoot");
	}

	@Test
	void appendersBehindOthersAreReopened() throws IOException {
		start("<Routing name='routing'><Routes pattern='all'><Route>" + APPENDERS.get("file")
				+ "</Route></Routes></Routing><File name='y' fileName='DIR/y.log'>" + PATTERN + "</File>"
				+ "<Async name='async'><AppenderRef ref='y'/></Async>", "routing", "async");
		log("old");
		Files.move(file("x.log"), file("x.log.1"));
		Files.move(file("y.log"), file("y.log.1"));
		reopen();
		log("new");
		this.context.stop();
		assertThat(file("x.log.1")).hasContent("old");
		assertThat(file("x.log")).hasContent("new");
		assertThat(Files.readString(file("y.log.1")) + Files.readString(file("y.log"))).isEqualTo("old\nnew\n");
		assertThat(file("y.log")).content().contains("new");
	}

	@Test
	void fileThatIsMadeOnDemandStaysUnmade() {
		start(APPENDERS.get("file").replace("fileName", "createOnDemand='true' fileName"), "file");
		reopen();
		assertThat(file("x.log")).doesNotExist();
		log("new");
		assertThat(file("x.log")).hasContent("new");
	}

	@Test
	void mappedFileIsTold() {
		start("<MemoryMappedFile name='mapped' fileName='DIR/x.log'>" + PATTERN + "</MemoryMappedFile>"
				+ "<Console name='console'/>", "mapped");
		reopen();
		assertThat(this.failures)
			.containsExactly("'" + file("x.log") + "' of the appender mapped: it is mapped into memory");
	}

	private void log(String message) {
		this.context.getLogger("test").info(message);
	}

	private void reopen() {
		new Log4j2LogFiles((file, failure) -> this.failures.add(file + ": " + failure.getMessage()))
			.reopen(this.context.getConfiguration());
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	private void start(String appenders, String... references) {
		StringBuilder xml = new StringBuilder("<Configuration><Appenders>").append(appenders)
			.append("</Appenders><Loggers><Root level='info'>");
		for (String reference : references) {
			xml.append("<AppenderRef ref='").append(reference).append("'/>");
		}
		xml.append("</Root></Loggers></Configuration>");
		byte[] source = xml.toString().replace("DIR", this.directory.toString()).getBytes(StandardCharsets.UTF_8);
		try {
			this.context
				.start(new XmlConfiguration(this.context, new ConfigurationSource(new ByteArrayInputStream(source))));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
