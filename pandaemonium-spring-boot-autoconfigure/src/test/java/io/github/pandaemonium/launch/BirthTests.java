package io.github.pandaemonium.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link Birth}.
 */
class BirthTests {

	private static final String OPTION = "-D" + Birth.PROPERTY + "=";

	private static final Birth PLAIN = new Birth(4, "pipe:[4711]", 0, 5, "ready", Path.of("/srv/app"), -1, null,
			List.of(), Map.of(), null);

	@RegisterExtension
	private final Launches launches = new Launches();

	@Test
	void argumentIsReadBack() {
		assertThat(roundTrip(PLAIN)).isEqualTo(PLAIN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/a b/c,d;e", "/100%/+/%41", "/a=b&c=d", "/two\nlines\ttab", "/\"quoted\" $(x) `y`" })
	void everyDirectorySurvives(String directory) {
		Birth birth = new Birth(9, "pipe:[1]", 3, 0, "none", Path.of(directory), 8, Path.of(directory, "x.pid"),
				List.of(directory + "/application.yml", "b,c"), Map.of("web", 87, "an=other", 88),
				new Succession(4711, true));
		assertThat(roundTrip(birth)).isEqualTo(birth);
	}

	@Test
	void directoryThatIsNotAsciiSurvives() {
		assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
		everyDirectorySurvives("/srv/Füße/日本");
	}

	@Test
	void directoryThatIsNotAsciiSurvivesInTheLocaleC() {
		String path = System.getProperty("java.class.path");
		Result result = this.launches.java("-cp", path, Printer.class.getName(), "directory")
			.through("mkdir -p 'F\u00fc\u00dfe' && cd 'F\u00fc\u00dfe' && exec \"$@\"")
			.in(this.launches.directory())
			.with("LC_ALL", "C")
			.run();
		assertThat(result.err()).isEmpty();
		assertThat(result.out()).isEqualTo("true\n");
	}

	@Test
	void argumentIsPlainAscii() {
		assertThat(PLAIN.toArgument()).isEqualTo("-Dpandaemonium.birth=control=4&proof=pipe%3A%5B4711%5D"
				+ "&ordinal=0&stages=5&wait=ready&directory=%2Fsrv%2Fapp");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "junk", "&&", "control=4", "control=x&proof=a&ordinal=0&stages=0&wait=none&directory=/",
					"control=4&ordinal=0&stages=0&wait=none&directory=/", "control=4&proof=%zz&ordinal=0",
					"control=4&proof=a&ordinal=0&stages=0&wait=none",
					"control=4&proof=a&ordinal=0&stages=0&wait=none&directory=%00",
					"control=4&proof=a&ordinal=0&stages=0&wait=none&directory=/&pid-file=/x" })
	void junkIsNotRead(String mark) {
		assertThatExceptionOfType(InvalidBirthException.class).isThrownBy(() -> Birth.parse(mark))
			.withMessage("The argument " + OPTION + mark + " was made for another process");
	}

	@Test
	void pipeIsTheProof() {
		Posix posix = NativeAccess.posix();
		int[] pipe = posix.pipe();
		int[] other = posix.pipe();
		try {
			String proof = String.valueOf(Birth.inode(pipe[1]));
			assertThat(birth(pipe[1], proof).isTrue()).isTrue();
			assertThat(birth(other[1], proof).isTrue()).isFalse();
		}
		finally {
			List.of(pipe[0], pipe[1], other[0], other[1]).forEach(posix::close);
		}
		assertThat(birth(pipe[1], "null").isTrue()).isFalse();
	}

	@Test
	void processIsTheProofOfAnExecInPlace() {
		assertThat(birth(-1, Birth.proofOfThisProcess()).isTrue()).isTrue();
		assertThat(birth(-1, Birth.proofOfThisProcess()).isInPlace()).isTrue();
		assertThat(birth(-1, ProcessHandle.current().pid() + ":1").isTrue()).as("another start").isFalse();
		assertThat(birth(-1, "1" + Birth.proofOfThisProcess()).isTrue()).as("another process").isFalse();
	}

	@Test
	void processWithoutAMarkIsNoDaemon() {
		assertThat(Birth.isMarked()).isFalse();
		assertThat(Birth.isOfThisProcess()).isFalse();
		assertThat(Birth.ofThisProcess()).isNull();
	}

	@Test
	void copiedMarkIsAnError() {
		String argument = new Birth(1, "pipe:[1]", 0, 5, "ready", Path.of("/"), -1, null, List.of(), Map.of(), null)
			.toArgument();
		Result result = this.launches
			.java(argument, "-cp", System.getProperty("java.class.path"), Printer.class.getName())
			.run();
		assertThat(result.out().lines()).containsExactly("true", "false",
				"The argument " + argument + " was made for another process");
	}

	private static Birth roundTrip(Birth birth) {
		String argument = birth.toArgument();
		assertThat(argument).startsWith(OPTION).matches("\\p{Graph}+");
		return Birth.parse(argument.substring(OPTION.length()));
	}

	private static Birth birth(int control, String proof) {
		return new Birth(control, proof, 0, 0, "ready", Path.of("/"), -1, null, List.of(), Map.of(), null);
	}

	/**
	 * Prints what its mark says.
	 */
	static final class Printer {

		private Printer() {
		}

		public static void main(String[] args) {
			if (args.length > 0) {
				Birth birth = new Birth(4, "x", 0, 5, "ready", CommandLine.workingDirectory(), -1, null, List.of(),
						Map.of(), null);
				System.out.println(Birth.parse(birth.toArgument().substring(OPTION.length())).equals(birth));
				return;
			}
			System.out.println(Birth.isMarked());
			System.out.println(Birth.isOfThisProcess());
			try {
				Birth.ofThisProcess();
			}
			catch (InvalidBirthException ex) {
				System.out.println(ex.getMessage());
			}
		}

	}

}
