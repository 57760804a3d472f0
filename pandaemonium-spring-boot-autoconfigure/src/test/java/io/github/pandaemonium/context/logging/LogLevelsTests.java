package io.github.pandaemonium.context.logging;

import io.github.pandaemonium.context.reload.ReloadApplication;
import io.github.pandaemonium.context.reload.ReloadResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogLevels}, by reloads of a real application.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogLevelsTests {

	@RegisterExtension
	private final ReloadApplication application = new ReloadApplication();

	@BeforeEach
	void run() {
		this.application.write("application.yml", """
				logging:
				  level: {com.acme.a: debug, com.acme.b: warn, team: error, root: warn}
				  group: {team: 'com.acme.t, com.acme.u'}
				""").run();
	}

	@AfterEach
	void reset() {
		system().setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@Test
	void changedLevelsAreAppliedAndRemovedOnesInherited() {
		system().setLogLevel("com.acme.other", LogLevel.TRACE);
		this.application.write("application.yml", """
				logging.level: {com.acme.a: trace, com.acme.c: off, team: debug, com.acme.u: warn, root: warn}
				""");
		assertThat(this.application.reload().changed()).contains("logging.level.com.acme.a",
				"logging.level.com.acme.b");
		assertThat(level("com.acme.a")).isEqualTo(LogLevel.TRACE);
		assertThat(level("com.acme.b")).isNull();
		assertThat(level("com.acme.c")).isEqualTo(LogLevel.OFF);
		assertThat(level("com.acme.t")).isEqualTo(LogLevel.DEBUG);
		assertThat(level("com.acme.u")).isEqualTo(LogLevel.WARN);
		assertThat(level("com.acme.other")).isEqualTo(LogLevel.TRACE);
		assertThat(level("ROOT")).isEqualTo(LogLevel.WARN);
		assertThat(groupLevel()).isEqualTo(LogLevel.DEBUG);
	}

	@Test
	void rootWithoutALevelHasThatOfSpringBoot() {
		this.application.write("application.yml", "a: 1");
		assertThat(this.application.reload().success()).isTrue();
		assertThat(level("ROOT")).isEqualTo(LogLevel.INFO);
		assertThat(level("com.acme.t")).isNull();
		assertThat(groupLevel()).isNull();
	}

	@Test
	void whatIsNoLevelRefusesTheReload(CapturedOutput output) {
		this.application.write("application.yml", "logging.level:\n  com.acme.a: trace\n  com.acme.b: hunter2\n");
		ReloadResult result = this.application.reload();
		assertThat(result.success()).isFalse();
		assertThat(result.reason()).startsWith("'logging.level.com.acme.b' has a value that is no log level (")
			.contains("application.yml]")
			.contains("3:15");
		assertThat(level("com.acme.a")).isEqualTo(LogLevel.DEBUG);
		assertThat(output).doesNotContain(ReloadApplication.SECRET);
	}

	@Test
	void failingListenerBringsTheLevelsInForceBack() {
		system().setLogLevel("com.acme.b", LogLevel.INFO);
		this.application.listener().after = (event) -> {
			assertThat(level("com.acme.a")).isEqualTo(LogLevel.TRACE);
			throw new IllegalStateException();
		};
		this.application.write("application.yml", "logging.level: {com.acme.a: trace, team: trace}");
		assertThat(this.application.reload().success()).isFalse();
		assertThat(level("com.acme.a")).isEqualTo(LogLevel.DEBUG);
		assertThat(level("com.acme.b")).isEqualTo(LogLevel.INFO);
		assertThat(level("com.acme.t")).isEqualTo(LogLevel.ERROR);
		assertThat(level("ROOT")).isEqualTo(LogLevel.WARN);
		assertThat(groupLevel()).isEqualTo(LogLevel.ERROR);
	}

	private LoggingSystem system() {
		return this.application.context().getBean(LoggingSystem.class);
	}

	private @Nullable LogLevel level(String logger) {
		LoggerConfiguration configuration = system().getLoggerConfiguration(logger);
		return (configuration != null) ? configuration.getConfiguredLevel() : null;
	}

	private @Nullable LogLevel groupLevel() {
		return this.application.context().getBean(LoggerGroups.class).get("team").getConfiguredLevel();
	}

}
