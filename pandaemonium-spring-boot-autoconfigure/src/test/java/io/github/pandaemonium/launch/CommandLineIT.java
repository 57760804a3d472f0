package io.github.pandaemonium.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.pandaemonium.launch.CommandLine.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts a JVM, rebuilds its command line from {@code /proc}, starts that from {@code /},
 * and compares what both say of themselves.
 */
class CommandLineIT {

	private static final String JAVA_HOME = System.getProperty("process.java.home", System.getProperty("java.home"));

	private static final String PROBE = CommandLineProbe.class.getName();

	private static final String PROBE_FILE = PROBE.replace('.', '/') + ".class";

	@TempDir
	private Path temporary;

	private Path directory;

	@BeforeEach
	void prepare() throws IOException {
		// The bytes of 'a dir ü', whatever the encoding of this JVM
		this.directory = RelativePaths.toPath(RelativePaths.of(this.temporary.toRealPath()) + "/a dir \u00c3\u00bc%41");
		Files.createDirectory(this.directory);
		Path classes = Files.createDirectories(this.directory.resolve("classes"));
		Path file = classes.resolve(PROBE_FILE);
		Files.createDirectories(file.getParent());
		Files.write(file, probe());
		Files.createFile(classes.resolve("marker.txt"));
		Path jars = Files.createDirectory(this.directory.resolve("lib"));
		jar(jars.resolve("probe.jar"));
		jar(this.directory.resolve("probe.jar"));
	}

	@Test
	void classFromDefaultClassPath() throws Exception {
		Files.move(this.directory.resolve("classes/io"), this.directory.resolve("io"));
		Files.move(this.directory.resolve("classes/marker.txt"), this.directory.resolve("marker.txt"));
		Rebuilt rebuilt = rebuild(List.of(), "-Dprobe.a=\u00c3\u00a9 '\"", PROBE, "", "\u00c3\u00bc", "\u00fe\u00ff",
				"-cp", "@x", "a\nb", "");
		assertThat(rebuilt.commandLine().kind()).isEqualTo(Kind.CLASS);
		assertThat(rebuilt.commandLine().main()).isEqualTo(PROBE);
		assertThat(rebuilt.facts()).contains("argument=", "argument=@x", "argument=a\nb", "marker=true");
	}

	@Test
	void wildcardClassPathAndPropertyWithPath() throws Exception {
		Rebuilt rebuilt = rebuild(List.of(), "-cp", "./lib/*:", "-Dlogging.config=x", PROBE, "1");
		assertThat(rebuilt.command()).contains(bytes(this.directory) + "/lib/*:" + bytes(this.directory),
				"-Dlogging.config=" + bytes(this.directory) + "/x");
	}

	@Test
	void argumentFileWithEverythingInIt() throws Exception {
		write("opts", "# comment\n-Dprobe.a=\"x\\ty \\\n   z\" -Dprobe.b='' --class-path 'classes'\n"
				+ "--add-opens java.base/java.lang=ALL-UNNAMED\n" + PROBE + " @a '@b c' \"\" last");
		Rebuilt rebuilt = rebuild(List.of(), "-Dprobe.first=1", "@opts", "@opts", "@@x");
		assertThat(rebuilt.commandLine().applicationArguments()).containsExactly("@a", "@b c", "", "last", "@opts",
				"@@x");
		assertThat(rebuilt.facts()).contains("probe.a=x\ty z", "probe.b=", "argument=@@x", "marker=true");
	}

	@Test
	void argumentFileIsReadAsTheLauncherReadsIt() throws Exception {
		String words = " a\tb\fc'd e'f # x\n\"open \n lost#x\n kept'q'#x\n\"1\\\n \t2\\n\\q\\\"\" '' c:\\x '\"' \r\n'end";
		write("words", "-cp classes " + PROBE + words);
		Rebuilt rebuilt = rebuild(List.of(), "@words");
		List<String> expected = ArgumentFile.words(words).stream().map((word) -> "argument=" + word).toList();
		assertThat(rebuilt.facts().stream().filter((fact) -> fact.startsWith("argument=")).toList()).isEqualTo(expected)
			.hasSize(9);
	}

	@Test
	void optionsInVariables() throws Exception {
		write("more", "-Dprobe.more='a b' -Xlog:gc:file=more.log");
		write("vm", "-Dprobe.vm='v m' -Xlog:safepoint:file=\"vm.log\"");
		Rebuilt rebuilt = rebuild(
				List.of("JDK_JAVA_OPTIONS=-Dprobe.a='b c' @more --add-opens java.base/java.lang=ALL-UNNAMED",
						"JAVA_TOOL_OPTIONS=-XX:VMOptionsFile=vm '-Dprobe.tool=a \"b'",
						"_JAVA_OPTIONS=-Dprobe.last=\"it's\"", "CLASSPATH=:classes"),
				"-Dprobe.last=lost", "-Xlog:gc*:\"a:b.log\":t", PROBE);
		assertThat(rebuilt.facts()).contains("probe.a=b c", "probe.more=a b", "probe.vm=v m", "probe.tool=a \"b",
				"probe.last=it's", "marker=true");
		assertThat(rebuilt.environment()).contains("_JAVA_OPTIONS=-Dprobe.last=\"it's\"");
		assertThat(Files.exists(this.directory.resolve("a:b.log.0"))).isTrue();
		assertThat(Files.exists(this.directory.resolve("more.log.0"))).isTrue();
		assertThat(rebuilt.commandLine().contendedOptions()).hasSize(3);
	}

	@Test
	void jarWithAgentAndOptionsAfterJar() throws Exception {
		Rebuilt rebuilt = rebuild(List.of(), "-javaagent:lib/probe.jar=a=b", "-jar", "-Dprobe.a=1",
				"-XX:ErrorFile=hs%p", "--enable-native-access", "ALL-UNNAMED", "probe.jar", "-jar", "x");
		assertThat(rebuilt.commandLine().kind()).isEqualTo(Kind.JAR);
		assertThat(rebuilt.commandLine().jar()).isEqualTo(this.directory.resolve("probe.jar"));
		assertThat(rebuilt.facts()).contains("probe.agent=a=b", "probe.a=1", "argument=-jar");
	}

	@Test
	void module() throws Exception {
		Rebuilt rebuilt = rebuild(List.of(), "-p", "lib", "-m", "probe/" + PROBE, "-m", "");
		assertThat(rebuilt.commandLine().main()).isEqualTo("probe/" + PROBE);
		assertThat(rebuilt.facts()).contains("main=probe", "argument=-m");
	}

	@Test
	void sourceFile() throws Exception {
		write("Source.java", "public class Source { public static void main(String[] args) throws Exception { " + PROBE
				+ ".main(args); } }");
		Rebuilt rebuilt = rebuild(List.of(), "--class-path=classes", "Source.java", "a");
		assertThat(rebuilt.commandLine().kind()).isEqualTo(Kind.SOURCE);
		assertThat(rebuilt.facts()).contains("argument=a", "marker=true");
	}

	private Rebuilt rebuild(List<String> variables, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(JAVA_HOME + "/bin/java"));
		command.addAll(List.of(arguments));
		Path output = Files.createDirectory(this.temporary.resolve("first"));
		List<String> environment = new ArrayList<>(variables);
		environment.addAll(List.of("LC_ALL=C.UTF-8", "NOTHING=", "PROBE_OUTPUT=" + bytes(output)));
		run(this.directory, environment, command);
		List<String> facts = strings(output.resolve("facts"), StandardCharsets.UTF_8);
		CommandLine commandLine = CommandLine.of(strings(output.resolve("cmdline"), StandardCharsets.ISO_8859_1),
				strings(output.resolve("environ"), StandardCharsets.ISO_8859_1), bytes(this.directory), JAVA_HOME);

		Path again = Files.createDirectory(this.temporary.resolve("second"));
		List<String> rebuilt = commandLine.arguments(List.of("-Dprobe.extra=1", "-Dpandaemonium.birth=x"));
		List<String> rebuiltEnvironment = commandLine.environment(Map.of("PROBE_OUTPUT", bytes(again)));
		run(Path.of("/"), rebuiltEnvironment, rebuilt);
		List<String> factsAgain = strings(again.resolve("facts"), StandardCharsets.UTF_8);
		assertThat(factsAgain).contains("probe.extra=1");
		factsAgain.remove("probe.extra=1");
		assertThat(factsAgain).isEqualTo(facts);

		// Rebuilding what was rebuilt changes nothing
		List<String> raw = strings(again.resolve("cmdline"), StandardCharsets.ISO_8859_1);
		CommandLine second = CommandLine.of(raw, strings(again.resolve("environ"), StandardCharsets.ISO_8859_1), "/",
				JAVA_HOME);
		rebuilt.remove("-Dpandaemonium.birth=x&added=1");
		assertThat(second.arguments(List.of())).isEqualTo(rebuilt);
		List<String> withoutAdded = new ArrayList<>(rebuilt);
		withoutAdded.remove("-Dprobe.extra=1");
		assertThat(
				CommandLine.of(AddedOptions.removedFrom(raw), rebuiltEnvironment, "/", JAVA_HOME).arguments(List.of()))
			.isEqualTo(withoutAdded);
		assertThat(second.environment(Map.of())).isEqualTo(rebuiltEnvironment);
		return new Rebuilt(commandLine, facts, rebuilt, rebuiltEnvironment);
	}

	/**
	 * Runs a command of byte strings by way of a script: a JVM can't pass on bytes that
	 * are none of its encoding.
	 */
	private void run(Path directory, List<String> environment, List<String> command) throws Exception {
		StringBuilder script = new StringBuilder("cd " + quote(bytes(directory)) + " && exec env -i");
		environment.forEach((variable) -> script.append(' ').append(quote(variable)));
		command.forEach((argument) -> script.append(' ').append(quote(argument)));
		Path file = this.temporary.resolve("script");
		Files.write(file, script.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1));
		Path log = this.temporary.resolve("log");
		Process process = new ProcessBuilder("/bin/sh", file.toString()).redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(() -> text(log)).isZero();
	}

	private void write(String name, String content) throws IOException {
		Files.writeString(this.directory.resolve(name), content);
	}

	private static void jar(Path file) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, PROBE);
		manifest.getMainAttributes().putValue("Premain-Class", PROBE);
		manifest.getMainAttributes().putValue("Automatic-Module-Name", "probe");
		try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out, manifest)) {
			jar.putNextEntry(new JarEntry(PROBE_FILE));
			jar.write(probe());
		}
	}

	private static byte[] probe() throws IOException {
		return CommandLineProbe.class.getResourceAsStream("CommandLineProbe.class").readAllBytes();
	}

	private static List<String> strings(Path file, Charset charset) throws IOException {
		List<String> strings = new ArrayList<>(List.of(Files.readString(file, charset).split("\0", -1)));
		strings.remove(strings.size() - 1);
		return strings;
	}

	private static String text(Path file) {
		try {
			return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private static String bytes(Path path) {
		return RelativePaths.of(path);
	}

	private static String quote(String word) {
		return "'" + word.replace("'", "'\\''") + "'";
	}

	/**
	 * A command line, what its process said, and what it became.
	 */
	private record Rebuilt(CommandLine commandLine, List<String> facts, List<String> command,
			List<String> environment) {

	}

}
