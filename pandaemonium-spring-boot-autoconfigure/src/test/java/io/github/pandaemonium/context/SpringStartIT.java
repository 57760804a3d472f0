package io.github.pandaemonium.context;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Starts programs in every way that has to be told apart and reads what
 * {@link SpringStart} says in them.
 */
class SpringStartIT {

	private static final String PROGRAMS = SpringStartPrograms.class.getName() + "$";

	private static final String LAUNCH = "org.springframework.boot.loader.launch.";

	private static final String IN_DIRECTORY = ", from a directory";

	private static final List<String> LIBRARIES = List.of("spring-", "commons-logging", "micrometer-", "jspecify");

	/** Where the build has put them. */
	private static final Path SPRING_BOOT_JARS = Path.of("target", "spring-boot-jars").toAbsolutePath();

	@TempDir
	static Path directory;

	private static Path factories;

	private static String classPath;

	@BeforeAll
	static void prepareClassPath() throws Exception {
		factories = Files.createDirectories(directory.resolve("factories/META-INF")).getParent();
		Files.writeString(factories.resolve("META-INF/spring.factories"),
				"org.springframework.context.ApplicationListener=" + SpringStartPrinter.class.getName() + "\n");
		Stream<String> entries = Stream.concat(
				Stream.of(factories, classes(SpringStart.class), classes(SpringStartIT.class)).map(Path::toString),
				libraries().map(Path::toString));
		classPath = String.join(File.pathSeparator, entries.toList());
	}

	@ParameterizedTest
	@CsvSource({ "Application, own start", "Inherits, own start", "HasCompanion, own start",
			"SubclassInLambda, own start", "Builder, own start" })
	void runFromMainIsOwnStart(String program, String answer) throws Exception {
		assertThat(start("-cp", classPath, PROGRAMS + program)).containsExactly(answer + IN_DIRECTORY);
	}

	@ParameterizedTest
	@CsvSource({ "Child, parent", "ChildIsBuilt, parent", "Sibling, parent", "OtherMain, 'and not'",
			"FromWith, withHook", "Reflective, by reflection", "ReflectiveMain, by reflection",
			"OtherThread, the thread 'starter'", "OtherThreadCalledMain, not started from the main method" })
	void runInAnotherWayIsNotOwnStart(String program, String reason) throws Exception {
		assertThat(start(false, "-cp", classPath, PROGRAMS + program)).isNotEmpty()
			.allSatisfy((answer) -> assertThat(answer).contains(reason).doesNotContain(SpringStartPrinter.OWN));
	}

	@Test
	void runWithinARunIsNotOwnStart() throws Exception {
		assertThat(start(false, "-cp", classPath, PROGRAMS + "Nested")).hasSize(2)
			.startsWith("it is run by another application that is starting, quiet" + IN_DIRECTORY)
			.endsWith(SpringStartPrinter.OWN + IN_DIRECTORY);
	}

	@Test
	void startWithArgumentFileIsOwnStart() throws Exception {
		Path file = directory.resolve("ide.args");
		Files.writeString(file, "-cp\n\"" + classPath + "\"\n" + PROGRAMS + "Application\n");
		assertThat(start("@" + file)).containsExactly(SpringStartPrinter.OWN + IN_DIRECTORY);
	}

	@ParameterizedTest
	@CsvSource({ "-Dspring.aot.processing=true, ahead of time", "-Dspring.context.exit=onRefresh, spring.context.exit",
			"-XX:ArchiveClassesAtExit=/dev/null, training run", "-XX:DumpLoadedClassList=/dev/null, training run" })
	void startForAnotherPurposeIsNotOwnStart(String option, String reason) throws Exception {
		assertThat(start(option, "-cp", classPath, PROGRAMS + "Application")).singleElement()
			.asString()
			.contains(reason, ", quiet");
	}

	@Test
	void processingAheadOfTimeIsNotOwnStart() throws Exception {
		String output = directory.resolve("aot").toString();
		assertThat(start("-cp", classPath, "org.springframework.boot.SpringApplicationAotProcessor",
				PROGRAMS + "Application", output, output, output, "group", "artifact"))
			.singleElement()
			.asString()
			.contains("ahead of time", ", quiet");
	}

	@Test
	void jshellIsNotOwnStart() throws Exception {
		Path jshell = Path.of(javaHome(), "bin", "jshell");
		assumeTrue(Files.exists(jshell));
		Path script = directory.resolve("script.jsh");
		Files.writeString(script, PROGRAMS.replace('$', '.')
				+ "Application.main(new String[] { \"--pandaemonium.enabled=false\" })\n/exit\n");
		assertThat(answers(false, List.of(jshell.toString(), "--class-path", classPath, script.toString())))
			.singleElement()
			.asString()
			.contains("a tool of the JDK", ", quiet");
	}

	@Test
	void sourceLauncherIsNotOwnStart() throws Exception {
		assumeTrue(Files.exists(Path.of(javaHome(), "jmods", "jdk.compiler.jmod"))
				|| Files.exists(Path.of(javaHome(), "bin", "javac")));
		Path source = directory.resolve("Source.java");
		Files.writeString(source, "class Source { public static void main(String[] args) {"
				+ " org.springframework.boot.SpringApplication.run(Source.class, args); } }");
		assertThat(start("-cp", classPath, source.toString())).singleElement()
			.asString()
			.contains("a tool of the JDK", ", quiet");
	}

	@Test
	void jarsAreOwnStart() throws Exception {
		Path jar = directory.resolve("a b").resolve("extracted app.jar");
		Files.createDirectories(jar.getParent().resolve("lib"));
		for (Path library : libraries().toList()) {
			Files.copy(library, jar.getParent().resolve("lib").resolve(library.getFileName()));
		}
		String libraries = String.join(" ", libraries().map((library) -> "lib/" + library.getFileName()).toList());
		writeJar(jar, "", PROGRAMS + "Application", "Class-Path: " + libraries + "\n", null);
		assertThat(start("-jar", jar.toString(), "x y")).containsExactly(SpringStartPrinter.OWN);
		assertThat(start("-cp", jar.toString(), PROGRAMS + "Application")).containsExactly(SpringStartPrinter.OWN);
		assertThat(start("-cp", jar.toString(), PROGRAMS.replace('.', '/') + "Application"))
			.containsExactly(SpringStartPrinter.OWN);
	}

	@ParameterizedTest
	@CsvSource({ "BOOT-INF, JarLauncher", "WEB-INF, WarLauncher", "BOOT-INF, PropertiesLauncher" })
	void jarsWithLaunchersAreOwnStart(String prefix, String launcher) throws Exception {
		byte[] loader = loader();
		Path jar = directory.resolve(launcher + ".jar");
		String start = "Start-Class: " + PROGRAMS + "Application\nSpring-Boot-Classes: " + prefix
				+ "/classes/\nSpring-Boot-Lib: " + prefix + "/lib/\n";
		writeJar(jar, prefix, LAUNCH + launcher, start, loader);
		assertThat(start("-jar", jar.toString())).containsExactly(SpringStartPrinter.OWN);
		assertThat(start("-cp", jar.toString(), LAUNCH + launcher)).containsExactly(SpringStartPrinter.OWN);
		Path exploded = directory.resolve(launcher);
		try (InputStream content = Files.newInputStream(jar)) {
			unzip(content, exploded);
		}
		assertThat(start("-cp", exploded.toString(), LAUNCH + launcher)).containsExactly(SpringStartPrinter.OWN);
	}

	@Test
	void propertiesLauncherWithMainOfAnotherClassIsJudgedByThatClass() throws Exception {
		byte[] loader = loader();
		Path jar = directory.resolve("main.jar");
		writeJar(jar, "BOOT-INF", LAUNCH + "JarLauncher", "Start-Class: " + PROGRAMS + "Application\n", loader);
		String launcher = LAUNCH + "PropertiesLauncher";
		assertThat(start("-Dloader.main=" + PROGRAMS + "Builder", "-cp", jar.toString(), launcher))
			.containsExactly(SpringStartPrinter.OWN);
		assertThat(start("-Dloader.main=" + PROGRAMS + "Reflective", "-cp", jar.toString(), launcher)).singleElement()
			.asString()
			.contains("by reflection");
	}

	@Test
	void restartByDevToolsIsOwnStartOfADeveloper() throws Exception {
		Path devTools = SPRING_BOOT_JARS.resolve("spring-boot-devtools.jar");
		assertThat(start("-cp", classPath + File.pathSeparator + devTools, PROGRAMS + "Application"))
			.containsExactly(SpringStartPrinter.OWN + ", developed" + IN_DIRECTORY);
	}

	@Test
	void runByThisTestIsNotOwnStart() {
		SpringStartPrinter printer = new SpringStartPrinter();
		SpringApplication application = new SpringApplication(SpringStartPrograms.Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addListeners(printer);
		application.run("--pandaemonium.enabled=false").close();
		assertThat(printer.answers()).singleElement().asString().contains("a test or a build runs it", ", quiet");
	}

	private List<String> start(String... arguments) throws Exception {
		return start(true, arguments);
	}

	private List<String> start(boolean halt, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(javaHome(), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
		command.addAll(Arrays.asList(arguments));
		// The module's own listeners stay out of this
		command.add("--pandaemonium.enabled=false");
		return answers(halt, command);
	}

	private List<String> answers(boolean halt, List<String> command) throws Exception {
		Path output = Files.createTempFile(directory, "output", ".txt");
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH"));
		builder.environment().put(SpringStartPrinter.HALT, Boolean.toString(halt));
		Process process = builder.start();
		process.getOutputStream().close();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		List<String> answers = Files.readAllLines(output)
			.stream()
			.filter((line) -> line.startsWith("start: "))
			.map((line) -> line.substring("start: ".length()))
			.toList();
		assertThat(answers).as(() -> content(output)).isNotEmpty();
		return answers;
	}

	private static String content(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private static String javaHome() {
		return System.getProperty("process.java.home", System.getProperty("java.home"));
	}

	private static Stream<Path> libraries() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter((path) -> LIBRARIES.stream().anyMatch(path.getFileName().toString()::startsWith))
			.filter(Files::isRegularFile);
	}

	private static Path classes(Class<?> type) throws URISyntaxException {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	private static byte[] loader() throws Exception {
		Path tools = SPRING_BOOT_JARS.resolve("spring-boot-loader-tools.jar");
		try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(tools))) {
			ZipEntry entry = zip.getNextEntry();
			while (entry != null && !entry.getName().equals("META-INF/loader/spring-boot-loader.jar")) {
				entry = zip.getNextEntry();
			}
			return zip.readAllBytes();
		}
	}

	/**
	 * Write a jar with the test's classes, and with a prefix the layout of Spring Boot.
	 */
	private static void writeJar(Path jar, String prefix, String mainClass, String manifest, byte[] loader)
			throws Exception {
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
			String text = "Manifest-Version: 1.0\nMain-Class: " + mainClass + "\n" + manifest;
			write(zip, "META-INF/MANIFEST.MF", fold(text).getBytes(StandardCharsets.UTF_8));
			String root = prefix.isEmpty() ? "" : prefix + "/classes/";
			if (!prefix.isEmpty()) {
				for (String name : List.of(prefix + "/", root, prefix + "/lib/")) {
					zip.putNextEntry(new ZipEntry(name));
				}
				for (Path library : libraries().toList()) {
					write(zip, prefix + "/lib/" + library.getFileName(), Files.readAllBytes(library));
				}
			}
			for (Path classes : List.of(factories, classes(SpringStart.class), classes(SpringStartIT.class))) {
				for (Path file : filesIn(classes)) {
					write(zip, root + classes.relativize(file), Files.readAllBytes(file));
				}
			}
			if (loader != null) {
				unzip(loader, zip);
			}
		}
	}

	private static List<Path> filesIn(Path classes) throws IOException {
		try (Stream<Path> files = Files.walk(classes)) {
			return files.filter(Files::isRegularFile)
				.filter((file) -> classes.equals(factories) || file.toString().endsWith(".class"))
				.toList();
		}
	}

	private static void unzip(byte[] content, ZipOutputStream target) throws IOException {
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				if (entry.getName().endsWith(".class")) {
					write(target, entry.getName(), zip.readAllBytes());
				}
			}
		}
	}

	private static void unzip(InputStream content, Path target) throws IOException {
		try (ZipInputStream zip = new ZipInputStream(content)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				Path file = target.resolve(entry.getName());
				if (entry.isDirectory()) {
					Files.createDirectories(file);
					continue;
				}
				Files.createDirectories(file.getParent());
				try (OutputStream output = Files.newOutputStream(file)) {
					zip.transferTo(output);
				}
			}
		}
	}

	/**
	 * Write an entry as it is: the loader can't read a compressed jar in a jar.
	 */
	private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
		CRC32 checksum = new CRC32();
		checksum.update(content);
		ZipEntry entry = new ZipEntry(name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(content.length);
		entry.setCrc(checksum.getValue());
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}

	/**
	 * Break the lines of a manifest, which may have 72 bytes.
	 */
	private static String fold(String manifest) {
		return manifest.lines()
			.map((line) -> line.replaceAll("(?<=\\G.{60})(?=.)", "\n "))
			.reduce("", (text, line) -> text + line + "\n");
	}

}
