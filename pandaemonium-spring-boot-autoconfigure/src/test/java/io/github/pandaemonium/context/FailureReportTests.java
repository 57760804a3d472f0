package io.github.pandaemonium.context;

import java.io.FileNotFoundException;
import java.util.List;

import io.github.pandaemonium.context.config.UnreadableConfigurationException;
import io.github.pandaemonium.daemon.InvalidOptionException;
import io.github.pandaemonium.launch.LaunchFailures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureReport}.
 */
class FailureReportTests {

	@Test
	void analyzersOfSpringBootSpeak() {
		FailureReport report = report(new BeanCreationException("x", new PortInUseException(8080)));
		assertThat(report.description()).contains("Web server failed to start. Port 8080 was already in use.");
		assertThat(report.action()).contains("8080");
	}

	static List<RuntimeException> failures() {
		return List.of(new InvalidOptionException("umask", "9", "it is not octal", "Mend it."),
				ContextFailures.invalidSignalMethod(),
				new UnreadableConfigurationException(List.of("/etc/x/application.yml"), "shop"),
				LaunchFailures.invalidBirth());
	}

	@ParameterizedTest
	@MethodSource("failures")
	void ownAnalyzersSpeak(RuntimeException failure) {
		FailureReport report = report(new BeanCreationException("x", failure));
		assertThat(report.description()).doesNotContain("BeanCreation").isNotEmpty();
		assertThat(report.action()).isNotEmpty();
	}

	@Test
	void unknownFailureSpeaksForItself() {
		assertThat(report(new IllegalStateException("What went wrong")))
			.isEqualTo(new FailureReport("What went wrong", ""));
	}

	@Test
	void causeIsAddedWhereTheMessageDoesNotHaveIt() {
		assertThat(report(new IllegalStateException("Unable to start", new IllegalStateException("no more beer")))
			.description()).isEqualTo("Unable to start: no more beer");
		assertThat(report(new IllegalStateException(new IllegalStateException("no more beer"))).description())
			.contains("no more beer");
	}

	@Test
	void failureThatSaysNothingIsNamed() {
		assertThat(report(new NullPointerException()).description()).isEqualTo("NullPointerException");
		assertThat(report(new IllegalStateException("")).description()).isNotBlank();
		assertThat(report(new IllegalStateException(new FileNotFoundException("/x"))).description())
			.contains("FileNotFoundException: /x");
	}

	@Test
	void contextMayBeThere() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.refresh();
			assertThat(FailureReport.of(new PortInUseException(1), null, context).description()).contains("Port 1");
		}
	}

	private static FailureReport report(Throwable failure) {
		return FailureReport.of(failure, null, null);
	}

}
