package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be told to be wrong before anything is started.
 */
@Tag("any-java")
class BadInputIT {

	private static final String ACCOUNT = "Start it as root, or remove the option.";

	private static final String GETENT = "Name a %s of this machine (getent %s), or create it.";

	private static final String PID_FILE = "Name a file in a directory in which the launching user may create one.";

	private static final String SIGNAL = "Map each signal once, and leave those that the system or the JVM needs.";

	private static final String INHERIT = "Name the number of a descriptor that the caller leaves open "
			+ "(as in '7</some/file'), or the path of such a file.";

	private static final String BOOLEAN = "Use true or false.";

	private static final String TIME = "Use a time such as 30s or 2m.";

	private static final String FOREGROUND = "Start it with --foreground, or set pandaemonium.enabled=false.";

	private static final String CONTENDED = "Move it into pandaemonium.java-options, which only the daemon's JVM gets.";

	@RegisterExtension
	static final Launches launches = new Launches();

	private static WebSample sample;

	private FailingStart start;

	@BeforeAll
	static void prepare() throws IOException {
		sample = WebSample.ordinary(launches);
		Files.writeString(sample.directory().resolve("file"), "");
		Files.createSymbolicLink(sample.directory().resolve("link"), sample.directory().resolve("nothing"));
		permit(Files.createDirectory(sample.directory().resolve("closed")), "---------");
		permit(Files.createDirectory(sample.directory().resolve("read-only")), "r-xr-xr-x");
		permit(Files.writeString(sample.directory().resolve("locked"), ""), "r--r--r--");
	}

	@AfterAll
	static void open() throws IOException {
		permit(sample.directory().resolve("closed"), "rwx------");
	}

	@BeforeEach
	void look() {
		this.start = new FailingStart(launches, sample);
	}

	static Stream<Case> properties() {
		return Stream.of(property("user=no-such", "there is no such user", GETENT.formatted("user", "passwd")),
				property("group=no-such", "there is no such group", GETENT.formatted("group", "group")),
				property("umask=9", "it is not an octal number", "Use three octal digits, for example \"027\"."),
				property("umask=1777", "it is not between 000 and 777 (octal)",
						"Use three octal digits, for example 027."),
				property("working-directory=~/none", "there is no such directory",
						"Create it, or name another directory."),
				property("working-directory=~/file", "it is not a directory", "Name a directory."),
				property("working-directory=here", "it is not absolute", "Use a path that starts with '/'."),
				property("stop-schedule=TERM/xx", "'xx' is not a time above zero",
						"Write signals and times in turn, for example TERM/30s/KILL/5s."),
				property("pid-file=x.pid", "the path is not absolute", "Use a path that starts with '/'."),
				property("pid-file=~/none/x.pid", "the directory '~/none' does not exist", PID_FILE),
				property("pid-file=~/link", "it is a symbolic link", PID_FILE),
				property("pid-file=~", "it is a directory", PID_FILE),
				signal("NONE=reload", "NONE: there is no such signal", "Possible are HUP, *"),
				signal("KILL=reload", "KILL: no process can catch or ignore it", SIGNAL),
				signal("SEGV=reload", "SEGV: the JVM uses it for faults of its own code", SIGNAL),
				signal("QUIT=reload", "QUIT: the JVM writes its thread dump on it", SIGNAL),
				signal("HUP=reload --pandaemonium.signal-map.1=terminate", "HUP: it is the same signal as '1'", SIGNAL),
				signal("HUP=", "HUP: the action is empty", "Use terminate, ignore, *"),
				property("signal-map=HUP", "it is a text, and not a signal with its action",
						"Name the signal in the key, for example pandaemonium.signal-map.HUP=reload."),
				property("inherit-files=200", "no such file is open", INHERIT),
				property("inherit-files=3", "the caller left no such file open, here it is the JVM's '/*'", INHERIT),
				property("stdin=~/none", "there is no such file", "Create it, or leave the option at /dev/null."),
				property("stdout=~/none/x.log", "the directory '~/none' does not exist",
						"Create the directory, or name another file."),
				property("stderr=~", "it is a directory", "Name a file."),
				property("detach=maybe", "it is not a value that this property can have",
						"Use one of always, auto, never."),
				property("enabled=perhaps", "it is neither true nor false", BOOLEAN),
				property("start-timeout=soon", "it is not a time", TIME),
				property("pid-file-timeout=-3s", "it is negative", TIME));
	}

	static Stream<Case> permissions() {
		return Stream.of(
				property("user=0", "only root may change this, and the process runs as user number *", ACCOUNT),
				property("group=0", "only root may change this, and the process runs as user number *", ACCOUNT),
				property("working-directory=~/closed", "this user may not enter it",
						"Let that user enter it, or name another directory."),
				property("pid-file=~/read-only/x.pid",
						"the directory '~/read-only' is not writable: Permission denied (EACCES)", PID_FILE),
				property("stdout=~/locked", "this user may not write it",
						"Let that user write it, or name another file."),
				property("stderr=~/read-only/x.log", "this user may not create it in '~/read-only'",
						"Let that user write it, or name another file."));
	}

	static Stream<Case> jvmOptions() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			String held = "The option %s makes this process hold what the daemon's process needs";
			String jmx = "-Dcom.sun.management.jmxremote.port=" + free.getLocalPort();
			String log = "-Xlog:gc:file=" + launches.directory(Users.ordinary()) + "/gc.log";
			return Stream.of(new Case(
					jmx + " -Dcom.sun.management.jmxremote.ssl=false -Dcom.sun.management.jmxremote.authenticate=false",
					held.formatted(jmx), CONTENDED), new Case(log, held.formatted(log), CONTENDED),
					new Case("-XX:+AlwaysPreTouch -Xmx96m", held.formatted("-XX:+AlwaysPreTouch"), CONTENDED),
					new Case("-Xrs",
							"pandaemonium.signal-map.TERM: the JVM option -Xrs turns the handling of signals off",
							"Remove the option, or map TERM, HUP, USR1 to 'default'."),
					new Case("-Dos.name=Windows",
							"It can't be detached, because system calls are not available: "
									+ "Linux on * is needed, this is Windows on *",
							FOREGROUND),
					new Case("-Djffi.extract.dir=/none",
							"It can't be detached, because system calls are not available: "
									+ "the native library can't be loaded: */none",
							FOREGROUND));
		}
	}

	@ParameterizedTest
	@MethodSource
	void properties(Case input) {
		refused(start(input.arguments()), input);
	}

	/** What an ordinary user may not do. */
	@ParameterizedTest
	@MethodSource
	void permissions(Case input) {
		Assumptions.assumeFalse(sample.user().equals("root"), "there is no ordinary user to start it as");
		refused(start(input.arguments()), input);
	}

	@ParameterizedTest
	@MethodSource
	void jvmOptions(Case input) {
		refused(sample.quick(input.arguments()).and("-jar", QuickJar.FILE.toString()), input);
	}

	@Test
	void umaskAsNumberInYaml() throws IOException {
		Path yaml = sample.directory().resolve("application.yml");
		Files.writeString(yaml, "pandaemonium:\n  umask: 022\n");
		this.start = new FailingStart(launches, sample);
		this.start.refused(start(),
				"pandaemonium.umask=18: YAML has read it as a number, so that its octal digits are lost "
						+ "(*application.yml* - 2:10)",
				"Write it in quotes: umask: \"022\"");
		Files.delete(yaml);
	}

	/** Boot would tell neither the file nor where it is, and print a stack trace. */
	@ParameterizedTest
	@ValueSource(strings = { "start", "run", "doctor", "--foreground", "--sample.greeting=Hello" })
	void yamlThatCantBeParsed(String argument) throws IOException {
		Path yaml = sample.directory().resolve("application.yml");
		Files.writeString(yaml, "sample.greeting: Hello\nsample: secret: x\n");
		refusedUnprepared(yaml, argument, "', line 2, column 15: mapping values are not allowed here",
				"Correct the file.");
	}

	/** A directory on the way is no file that can't be read. */
	@ParameterizedTest
	@ValueSource(strings = { "start", "--foreground" })
	void yamlInADirectoryOfTheConfiguration(String argument) throws IOException {
		Path yaml = Files.createDirectories(sample.directory().resolve("config/own")).resolve("application.yml");
		try {
			Files.writeString(yaml, "sample: secret: x\n");
			refusedUnprepared(yaml, argument, "', line 1, column 15: mapping values are not allowed here",
					"Correct the file.");
		}
		finally {
			Files.delete(yaml.getParent());
			Files.delete(sample.directory().resolve("config"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "--foreground" })
	void yamlThatIsNotUnicode(String argument) throws IOException {
		Path yaml = sample.directory().resolve("application.yml");
		Files.write(yaml, "sample.greeting: Grüße\n".getBytes(StandardCharsets.ISO_8859_1));
		refusedUnprepared(yaml, argument, "': it can't be parsed (MalformedInputException)", "Correct the file.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "--foreground" })
	void propertiesThatCantBeParsed(String argument) throws IOException {
		Path properties = sample.directory().resolve("application.properties");
		Files.writeString(properties, "sample.path=C:\\users\n");
		refusedUnprepared(properties, argument, "': it can't be parsed (IllegalStateException)", "Correct the file.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "--foreground" })
	void yamlThatCantBeRead(String argument) throws IOException {
		Assumptions.assumeFalse(sample.user().equals("root"), "there is no ordinary user to start it as");
		Path yaml = sample.directory().resolve("application.yml");
		Files.createFile(yaml, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
		refusedUnprepared(yaml, argument, "' can't be read by user '" + sample.user() + "'",
				"Let that user read the file.");
	}

	@ParameterizedTest
	@CsvSource({ "doctor, 2", "status, 4", "stop, 6" })
	void valueThatNoVerbCanUse(String verb, int status) {
		Result result = start(verb, "--pandaemonium.start-timeout=x").run();
		assertThat(result.status()).as("%s", result).isEqualTo(status);
		assertThat(result.err()).contains("pandaemonium.start-timeout").doesNotContain("\tat ");
	}

	private static void refusedUnprepared(Path file, String argument, String problem, String action)
			throws IOException {
		try {
			Result result = start().and(argument).run();
			assertThat(result.status()).as("%s", result)
				.isEqualTo(argument.startsWith("-") ? 1 : argument.equals("doctor") ? 2 : 6);
			assertThat(result.out()).isEmpty();
			assertThat(result.err()).isEqualTo("WebApplication: '" + file + problem + "\n" + action + "\n");
		}
		finally {
			Files.delete(file);
		}
	}

	/** Where nothing detaches it is said in the same words. */
	@ParameterizedTest
	@ValueSource(strings = { "--foreground", "--pandaemonium.detach=never" })
	void withoutDetaching(String mode) {
		this.start.refused(start(mode, "--pandaemonium.umask=9"), "pandaemonium.umask=9: it is not an octal number",
				"Use three octal digits, for example \"027\".");
	}

	@Test
	void withoutSystemCallsAServiceIsRefusedToo() {
		refused(sample.quick("-Djffi.extract.dir=/none", "-jar", QuickJar.FILE.toString())
			.and("--pandaemonium.detach=never"),
				new Case("", "It can't be run as a service, because system calls are not available: *", FOREGROUND));
	}

	private static Launch start(String... arguments) {
		return sample.quickJar(arguments);
	}

	private void refused(Launch launch, Case input) {
		this.start.refused(launch, input.description(), input.action());
	}

	private static Case property(String property, String reason, String action) {
		return new Case("--pandaemonium." + property, "pandaemonium." + property + ": " + reason, action);
	}

	private static Case signal(String entry, String problem, String action) {
		return new Case("--pandaemonium.signal-map." + entry, "pandaemonium.signal-map." + problem, action);
	}

	private static void permit(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
		Users.own(path, sample.user());
	}

	/**
	 * Bad input and what is said about it. {@code ~} is the directory of the sample, and
	 * in what is said {@code *} is any text.
	 *
	 * @param input the arguments, separated by spaces
	 * @param description the first line
	 * @param action the second line
	 */
	record Case(String input, String description, String action) {

		Case {
			input = here(input);
			description = here(description);
			action = here(action);
		}

		String[] arguments() {
			return this.input.split(" ");
		}

		private static String here(String text) {
			return text.replace("~", sample.directory().toString());
		}

		@Override
		public String toString() {
			return this.input;
		}

	}

}
