package io.github.pandaemonium.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmTrial}, with the JVM that runs them.
 */
class JvmTrialTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "-XX:Nonsense, Unrecognized VM option 'Nonsense'", "-Xmx1, Too small maximum heap",
			"--nonsense, Unrecognized option: --nonsense" })
	void optionThatTheJvmRefusesIsToldInItsOwnWords(String option, String words) {
		assertThat(JvmTrial.refusal(commandLine(), List.of("-Xlog:gc*", option))).contains(words);
	}

	@Test
	void optionThatTheJvmTakesIsNotRefused() {
		assertThat(JvmTrial.refusal(commandLine(), List.of("-Xmx64m", "--add-modules", "java.sql", "-esa"))).isEmpty();
	}

	@Test
	void optionsOfTheCommandLineComeBefore() {
		assertThat(JvmTrial.refusal(commandLine("-Xms128m"), List.of("-Xmx64m")))
			.hasValueSatisfying((reason) -> assertThat(reason).startsWith("Initial heap size set to a larger value"));
		String unknown = "-XX:+Unknown";
		assertThat(JvmTrial.refusal(commandLine("-XX:+IgnoreUnrecognizedVMOptions"), List.of(unknown))).isEmpty();
		assertThat(JvmTrial.refusal(commandLine(), List.of(unknown))).isPresent();
	}

	@Test
	void nothingIsWrittenOrLoadedThatIsTheApplicationsOwn() {
		List<String> options = List.of("-Xlog:gc*:file=" + this.directory + "/gc.log",
				"-XX:StartFlightRecording=filename=" + this.directory + "/x.jfr",
				"-XX:ArchiveClassesAtExit=" + this.directory + "/x.jsa", "-javaagent:/none.jar", "-agentlib:none",
				"-Djava.system.class.loader=none");
		assertThat(JvmTrial.refusal(commandLine(), options)).isEmpty();
		assertThat(JvmTrial.refusal(commandLine(options.toArray(String[]::new)), List.of())).isEmpty();
		assertThat(this.directory).isEmptyDirectory();
	}

	private static CommandLine commandLine(String... options) {
		List<String> arguments = Stream.of(List.of("java"), List.of(options), List.of("-cp", "/", "x.Main"))
			.flatMap(List::stream)
			.toList();
		return CommandLine.of(arguments, List.of(), "/", System.getProperty("java.home"));
	}

}
