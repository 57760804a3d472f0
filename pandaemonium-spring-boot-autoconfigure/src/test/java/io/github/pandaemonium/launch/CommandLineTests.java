package io.github.pandaemonium.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.pandaemonium.launch.CommandLine.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link CommandLine}.
 */
class CommandLineTests {

	private static final String JAVA = "/jdk/bin/java";

	@TempDir
	private Path temporary;

	@Test
	void jarIsAbsoluteAndComesAfterAllOptions() {
		CommandLine commandLine = line("-jar", "-Xmx1g", "app.jar", "-jar", "./x", "");
		assertThat(commandLine.kind()).isEqualTo(Kind.JAR);
		assertThat(commandLine.main()).isEqualTo("/launch/app.jar");
		assertThat(commandLine.jar()).isEqualTo(Path.of("/launch/app.jar"));
		assertThat(commandLine.applicationArguments()).containsExactly("-jar", "./x", "");
		assertThat(commandLine.arguments(List.of("-Xmx2g", "--add-opens", "a/b=c"))).containsExactly(JAVA, "-Xmx1g",
				"-Xmx2g", "--add-opens", "a/b=c", "-jar", "/launch/app.jar", "-jar", "./x", "");
	}

	@Test
	void classWithoutClassPathGetsTheDirectory() {
		CommandLine commandLine = line("-Xint", "a.Main", "-cp", "x");
		assertThat(commandLine.kind()).isEqualTo(Kind.CLASS);
		assertThat(commandLine.main()).isEqualTo("a.Main");
		assertThat(commandLine.jar()).isNull();
		assertThat(commandLine.arguments(List.of())).containsExactly(JAVA, "-cp", "/launch", "-Xint", "a.Main", "-cp",
				"x");
	}

	@Test
	void classWithClassPathVariableGetsNoOther() {
		CommandLine commandLine = line(List.of("A=1", "CLASSPATH=lib/*:", "=x"), "Main");
		assertThat(commandLine.arguments(List.of())).containsExactly(JAVA, "Main");
		assertThat(commandLine.environment(Map.of())).containsExactly("A=1", "CLASSPATH=/launch/lib/*:/launch", "=x");
	}

	@Test
	void environmentIsCompletedAndReplaced() {
		CommandLine commandLine = line(List.of("A=1", "B=2", "A=3"), "Main");
		assertThat(commandLine.environment(Map.of("A", "4"))).containsExactly("B=2", "A=4");
	}

	@ParameterizedTest
	@CsvSource({ "-m, m/a.Main", "--module, m/a.Main" })
	void moduleKeepsItsForm(String option, String module) {
		CommandLine commandLine = line("-p", "mods::x.jar", option, module, "-x");
		assertThat(commandLine.kind()).isEqualTo(Kind.MODULE);
		assertThat(commandLine.main()).isEqualTo(module);
		assertThat(commandLine.arguments(List.of("-Xint"))).containsExactly(JAVA, "-p",
				"/launch/mods:/launch:/launch/x.jar", "-Xint", option, module, "-x");
	}

	@Test
	void moduleMayBeJoined() {
		CommandLine commandLine = line("-cp", "", "--module=m", "--module=x");
		assertThat(commandLine.main()).isEqualTo("m");
		assertThat(commandLine.arguments(List.of())).containsExactly(JAVA, "-cp", "", "--module=m", "--module=x");
	}

	@Test
	void sourceIsAFileThatExistsOrWasToldToBe() throws IOException {
		Path file = Files.createFile(this.temporary.resolve("A.java"));
		assertThat(line("A.java").kind()).isEqualTo(Kind.CLASS);
		CommandLine found = line(file.toString());
		assertThat(found.kind()).isEqualTo(Kind.SOURCE);
		assertThat(found.arguments(List.of())).containsExactly(JAVA, "-cp", "/launch", file.toString());
		CommandLine told = line("--source", "17", "script", "x");
		assertThat(told.kind()).isEqualTo(Kind.SOURCE);
		assertThat(told.arguments(List.of())).containsExactly(JAVA, "--source", "17", "/launch/script", "x");
		assertThat(line("--source 17", "./script").arguments(List.of())).containsExactly(JAVA, "--source", "17",
				"/launch/script");
	}

	@Test
	void argumentFileIsExpandedUntilTheMainClass() throws IOException {
		Path file = write("args", "-cp 'a b.jar:@c' @@d\n");
		CommandLine commandLine = line("@" + file, "@" + file);
		assertThat(commandLine.main()).isEqualTo("@@d");
		assertThat(commandLine.arguments(List.of())).containsExactly(JAVA, "-cp", "/launch/a b.jar:/launch/@c", "@@@d",
				"@" + file);
		assertThat(line("-Dx", "@@y", "@@z").arguments(List.of())).containsExactly(JAVA, "-cp", "/launch", "-Dx", "@@y",
				"@@z");
		assertThat(line("--disable-@files", "@y").arguments(List.of())).containsExactly(JAVA, "-cp", "/launch",
				"--disable-@files", "@y");
	}

	@Test
	@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
	void argumentFileThatCanBeReadOnlyOnceIsNamed() throws Exception {
		Path pipe = this.temporary.resolve("pipe");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		assertThatExceptionOfType(CommandLineException.class)
			.isThrownBy(() -> line("@" + pipe, "Main").arguments(List.of()))
			.withMessageContaining("'@" + pipe + "'")
			.withMessageContaining("only once");
	}

	@Test
	void argumentFileWithNothingInItIsRead() {
		assertThat(line("@/dev/null", "Main").arguments(List.of())).isEqualTo(line("Main").arguments(List.of()));
	}

	@Test
	void missingArgumentFileIsNamed() {
		assertThatExceptionOfType(CommandLineException.class)
			.isThrownBy(() -> line("@gone", "Main").arguments(List.of()))
			.withMessageContaining("'@gone'")
			.satisfies((ex) -> assertThat(ex.getOption()).isEqualTo("@gone"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ', quoteCharacter = '`', value = { "--class-path=a:/b --class-path=/launch/a:/b",
			"--upgrade-module-path=m --upgrade-module-path=/launch/m",
			"--patch-module=m=a:b " + "--patch-module=m=/launch/a:/launch/b",
			"-Xbootclasspath/a:a:b -Xbootclasspath/a:/launch/a:/launch/b",
			"-javaagent:a.jar=b=c.txt -javaagent:/launch/a.jar=b=c.txt", "-javaagent:./a.jar -javaagent:/launch/a.jar",
			"-agentpath:./a.so=x -agentpath:/launch/a.so=x", "-agentpath:a.so -agentpath:a.so",
			"-agentlib:jdwp=server=y -agentlib:jdwp=server=y", "-splash:a.png -splash:/launch/a.png",
			"-XX:SharedArchiveFile=a:b -XX:SharedArchiveFile=/launch/a:/launch/b",
			"-XX:AOTCache=a.aot -XX:AOTCache=/launch/a.aot", "-XX:HeapDumpPath=. -XX:HeapDumpPath=/launch",
			"-XX:ErrorFile=../e%p -XX:ErrorFile=/launch/../e%p",
			"-XX:VMOptionsFile=gone -XX:VMOptionsFile=/launch/gone", "-XX:OnError=x -XX:OnError=x", "-Xlog -Xlog",
			"-Xlog:gc -Xlog:gc", "-Xlog:gc:stderr -Xlog:gc:stderr", "-Xlog:all::t -Xlog:all::t",
			"-Xlog:gc:#1 -Xlog:gc:#1", "-Xlog:gc*:gc.log:t,l:filecount=2 -Xlog:gc*:file=/launch/gc.log:t,l:filecount=2",
			"-Xlog:gc:file=gc%p.log -Xlog:gc:file=/launch/gc%p.log",
			"-Xlog:gc:file=\"a:b\":t -Xlog:gc:file=\"/launch/a:b\":t", "-Xlog:gc:\"a=b\" -Xlog:gc:file=/launch/a=b",
			"-Xlog:gc:file=/a:t -Xlog:gc:file=/a:t", "-Xloggc:gc.log -Xloggc:file=/launch/gc.log",
			"-XX:StartFlightRecording -XX:StartFlightRecording",
			"-XX:StartFlightRecording:settings=profile,filename=a.jfr "
					+ "-XX:StartFlightRecording:settings=profile,filename=/launch/a.jfr",
			"-XX:StartFlightRecording=filename=\"a,b\",delay=1s "
					+ "-XX:StartFlightRecording=filename=\"/launch/a,b\",delay=1s",
			"-XX:FlightRecorderOptions=repository=r,stackdepth=9 "
					+ "-XX:FlightRecorderOptions=repository=/launch/r,stackdepth=9",
			"-Dloader.home=h -Dloader.home=/launch/h", "-Dloader.main=a.Main -Dloader.main=a.Main",
			"-Dloader.config.location=classpath:x -Dloader.config.location=classpath:x",
			"-Dlogging.config=c/x.xml -Dlogging.config=/launch/c/x.xml",
			"-Dlogging.config=file:c/x.xml -Dlogging.config=file:/launch/c/x.xml",
			"-Dlogging.config=file:/x.xml -Dlogging.config=file:/x.xml",
			"-Dlogging.config=https://h/x -Dlogging.config=https://h/x",
			"-Dlogging.config=${user.home}/x -Dlogging.config=${user.home}/x",
			"-Dlog4j2.configurationFile=gone.xml,file:a.xml -Dlog4j2.configurationFile=gone.xml,file:/launch/a.xml",
			"-Djava.security.policy==p -Djava.security.policy==/launch/p",
			"-Djavax.net.ssl.trustStore=t.p12 -Djavax.net.ssl.trustStore=/launch/t.p12",
			"-Djavax.net.ssl.keyStore=NONE -Djavax.net.ssl.keyStore=NONE",
			"-Djava.library.path=a::/b -Djava.library.path=/launch/a::/b",
			"-Djava.io.tmpdir=t -Djava.io.tmpdir=/launch/t",
			"-Dspring.config.location=./c -Dspring.config.location=./c", "-Dx -Dx", "-ea -ea" })
	void relativePathsAreAbsolute(String given, String expected) {
		CommandLine commandLine = line("-Dloader.home=/", given, "-jar", "/a.jar");
		assertThat(commandLine.arguments(List.of())).containsExactly(JAVA, "-Dloader.home=/", expected, "-jar",
				"/a.jar");
		assertThat(line("-Dloader.home=/", "-jar", "/a.jar").arguments(List.of(given))).contains(expected);
		String quoted = OptionWords.of(List.of(given));
		for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")) {
			List<String> environment = List.of(variable + "= -ea  " + quoted + " ");
			String rewritten = line(environment, "-jar", "/a.jar").environment(Map.of()).get(0);
			assertThat(rewritten).isEqualTo(given.equals(expected) ? environment.get(0)
					: variable + "=" + OptionWords.of(List.of("-ea", expected)));
		}
	}

	@Test
	void separateValuesInVariableAreAbsolute() {
		assertThat(line(List.of("JDK_JAVA_OPTIONS=-p 'a b' --add-opens x/y=z"), "-m", "m").environment(Map.of()))
			.containsExactly("JDK_JAVA_OPTIONS=-p \"/launch/a b\" --add-opens x/y=z");
	}

	@Test
	void argumentFileInVariableIsExpandedWhereItIsRelative() throws IOException {
		write("opts", "-Da='b c' -Dlogging.config=x.xml --add-opens '@y'");
		CommandLine relative = CommandLine.of(List.of("java", "-jar", "a.jar"), List.of("JDK_JAVA_OPTIONS=-ea @opts"),
				this.temporary.toString(), "/jdk");
		assertThat(relative.environment(Map.of())).containsExactly(
				"JDK_JAVA_OPTIONS=-ea \"-Da=b c\" -Dlogging.config=" + this.temporary + "/x.xml --add-opens @@y");
	}

	@Test
	void vmOptionsFileIsExpandedOnlyIfItHoldsRelativePaths() throws IOException {
		Path relative = write("relative", "-Xint \"-Xlog:gc:file=a b\"");
		Path absolute = write("absolute", "-Xint -Xlog:gc:file=/a");
		assertThat(line("-XX:VMOptionsFile=" + relative, "-jar", "a.jar").arguments(List.of())).contains("-Xint",
				"-Xlog:gc:file=/launch/a b");
		assertThat(line("-XX:VMOptionsFile=" + absolute, "-jar", "a.jar").arguments(List.of()))
			.contains("-XX:VMOptionsFile=" + absolute)
			.doesNotContain("-Xint");
	}

	@Test
	void earlierMarkIsDropped() {
		CommandLine commandLine = line(List.of("JAVA_TOOL_OPTIONS=-Dpandaemonium.birth=a -ea"),
				"-Dpandaemonium.birth=x=y", "-jar", "a.jar", "-Dpandaemonium.birth=mine");
		assertThat(commandLine.arguments(List.of())).containsExactly(JAVA, "-jar", "/launch/a.jar",
				"-Dpandaemonium.birth=mine");
		assertThat(commandLine.environment(Map.of())).containsExactly("JAVA_TOOL_OPTIONS=-ea");
	}

	@Test
	void jvmOptionsComeInTheOrderOfTheJvm() {
		List<String> environment = List.of("_JAVA_OPTIONS=-D4", "JDK_JAVA_OPTIONS=-D2 --add-opens a/b=c",
				"JAVA_TOOL_OPTIONS='-D1 '");
		assertThat(line(environment, "-D3", "-cp", "x", "Main", "-D5").jvmOptions()).containsExactly("-D1 ", "-D2",
				"--add-opens=a/b=c", "-D3", "--class-path=/launch/x", "-D4");
	}

	@Test
	void propertiesLauncherGetsItsHome() {
		CommandLine commandLine = line("-cp", "a.jar", "org.springframework.boot.loader.launch.PropertiesLauncher");
		assertThat(commandLine.arguments(List.of())).contains("-Dloader.home=/launch");
		assertThat(line("-Dloader.path=lib", "-jar", "a.jar").arguments(List.of())).contains("-Dloader.home=/launch",
				"-Dloader.path=lib");
		CommandLine variable = line(List.of("LOADER_HOME=x"), "-Dloader.path=lib", "-jar", "a.jar");
		assertThat(variable.arguments(List.of())).doesNotContain("-Dloader.home=/launch");
		assertThat(variable.environment(Map.of())).containsExactly("LOADER_HOME=/launch/x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Dcom.sun.management.jmxremote.port=9010", "-Xlog:gc:gc.log", "-Xlog:gc:file=/x:t",
			"-Xloggc:x", "-XX:StartFlightRecording=delay=1s,filename=x.jfr", "-XX:+AlwaysPreTouch" })
	void contendedOptionsAreFoundWhereverTheyAre(String option) {
		assertThat(line("-ea", option, "-jar", "a.jar").contendedOptions()).containsExactly(option);
		for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")) {
			assertThat(line(List.of(variable + "=" + option), "-jar", "a.jar").contendedOptions())
				.containsExactly(option);
		}
		assertThat(line("-jar", "a.jar", option).contendedOptions()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Dcom.sun.management.jmxremote.port=0", "-Dcom.sun.management.jmxremote", "-Xlog:gc",
			"-Xlog:gc:stderr", "-Xlog:gc:gc-%p.log", "-Xlog:gc:file=gc-%t.log", "-Xloggc:gc%p",
			"-XX:StartFlightRecording", "-XX:StartFlightRecording:filename=%p.jfr",
			"-XX:StartFlightRecording:filename=/", "-XX:-AlwaysPreTouch", "-XX:+UseLargePages",
			"-Xlog:gc:file=/dev/null" })
	void otherOptionsAreNotContended(String option) {
		assertThat(line(option, "-jar", "a.jar").contendedOptions()).isEmpty();
	}

	@Test
	void lastOptionDecidesContention() {
		assertThat(line("-XX:+AlwaysPreTouch", "-Xlog:gc:a", "-Xlog:disable", "-XX:-AlwaysPreTouch", "-jar", "a.jar")
			.contendedOptions()).isEmpty();
	}

	@Test
	void tooLongArgumentIsNamedWithTheRemedy() {
		String longest = "x".repeat(131071);
		assertThat(line("-jar", "a.jar", longest).arguments(List.of())).contains(longest);
		CommandLine classPath = line("-cp", "/" + longest, "Main");
		assertThatExceptionOfType(CommandLineException.class).isThrownBy(() -> classPath.arguments(List.of()))
			.withMessageContaining("'-cp' is 131072 bytes long")
			.withMessageContaining("lib/*");
		CommandLine variable = line(List.of("CLASSPATH=/" + longest), "Main");
		assertThatExceptionOfType(CommandLineException.class).isThrownBy(() -> variable.environment(Map.of()))
			.withMessageContaining("'CLASSPATH'");
	}

	@Test
	void directoryWithColonCanNotBeInClassPath() {
		List<String> jar = List.of("java", "-jar", "a.jar");
		CommandLine commandLine = CommandLine.of(jar, List.of(), "/a:b", "/jdk");
		assertThatExceptionOfType(CommandLineException.class).isThrownBy(() -> commandLine.arguments(List.of()))
			.withMessageContaining("'/a:b' has a colon");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.Main", "@file", "-jar", "--module=x", "" })
	void extraOptionMustBeOne(String option) {
		assertThatExceptionOfType(CommandLineException.class)
			.isThrownBy(() -> line("-jar", "a.jar").arguments(List.of(option)))
			.withMessageContaining("'" + option + "'");
	}

	@Test
	void commandLineThatRunsNothingIsRefused() {
		assertThatExceptionOfType(CommandLineException.class).isThrownBy(() -> line("-version").kind());
		assertThat(line("-version").jvmOptions()).isEmpty();
		assertThat(line("-version").contendedOptions()).isEmpty();
	}

	@Test
	void ofThisProcessKnowsItsMainClass() {
		CommandLine commandLine = CommandLine.ofThisProcess(CommandLine.workingDirectory());
		assertThat(commandLine.arguments(List.of()).get(0)).startsWith("/").endsWith("/bin/java");
		String main = commandLine.main();
		assertThat(System.getProperty("sun.java.command")).contains(main.substring(main.lastIndexOf('/') + 1));
	}

	private Path write(String name, String content) throws IOException {
		return Files.writeString(this.temporary.resolve(name), content);
	}

	private static CommandLine line(String... arguments) {
		return line(List.of(), arguments);
	}

	@Test
	void variablesOfAJvmThatIsNotToHaveAllOptions() {
		CommandLine commandLine = line(List.of("A=1", "_JAVA_OPTIONS=-Xmx1m", "JDK_JAVA_OPTIONS=-ea",
				"JAVA_TOOL_OPTIONS=-Xms1m '-Da=b c' -Dlogging.config=x.xml"), "-jar", "/a.jar");
		assertThat(commandLine.variablesWithout((option) -> option.startsWith("-X"))).containsExactly(
				entry("JAVA_TOOL_OPTIONS", "\"-Da=b c\" -Dlogging.config=/launch/x.xml"), entry("_JAVA_OPTIONS", ""));
	}

	private static CommandLine line(List<String> environment, String... arguments) {
		List<String> all = new ArrayList<>(List.of("java"));
		all.addAll(List.of(arguments));
		return CommandLine.of(all, environment, "/launch", "/jdk");
	}

}
