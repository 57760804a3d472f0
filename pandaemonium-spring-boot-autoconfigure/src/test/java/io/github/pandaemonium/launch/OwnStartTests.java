package io.github.pandaemonium.launch;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.github.pandaemonium.launch.CallStack.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnStart} with its neighbours {@link Program}, {@link TrainingRun} and
 * {@link Debugger}.
 */
class OwnStartTests {

	private static final String JAVA = "/usr/lib/jvm/17/bin/java";

	private static final String LOADER = "org.springframework.boot.loader.launch.";

	private static final String[] REFLECTION = { "java.lang.reflect.Method.invoke",
			"jdk.internal.reflect.DirectMethodHandleAccessor.invoke", "java.lang.invoke.LambdaForm$DMH.invokeStatic" };

	@Test
	void callFromMainIsOwnStart() {
		OwnStart start = start("main", JAVA, "com.acme.App", "com.acme.App.main", "com.acme.Other.help",
				"entry.Point.start");
		assertThat(start.refusal(this::isEntry)).isEmpty();
		assertThat(start.mainClass()).contains("com.acme.App");
		assertThat(start.isRestart()).isFalse();
	}

	@Test
	void reflectionInsideTheEntryIsNoRefusal() {
		assertThat(start("main", JAVA, "com.acme.App", "com.acme.App.main", "entry.Point.start", REFLECTION[0],
				"entry.Point.start")
			.refusal(this::isEntry)).isEmpty();
	}

	@Test
	void reflectionBeforeTheEntryIsRefused() {
		assertThat(start("main", JAVA, "com.acme.App", "com.acme.App.main", REFLECTION[0], "entry.Point.start")
			.refusal(this::isEntry)).hasValueSatisfying((refusal) -> {
				assertThat(refusal.reason()).contains("by reflection (java.lang.reflect.Method.invoke)");
				assertThat(refusal.quiet()).isFalse();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "JarLauncher", "WarLauncher", "PropertiesLauncher" })
	void mainCalledByLauncherIsOwnStart(String launcher) {
		OwnStart start = start("main", JAVA, LOADER + launcher, LOADER + launcher + ".main", LOADER + "Launcher.launch",
				REFLECTION[0], REFLECTION[1], REFLECTION[2], "com.acme.App.main", "entry.Point.start");
		assertThat(start.refusal(this::isEntry)).isEmpty();
		assertThat(start.mainClass()).contains("com.acme.App");
	}

	@Test
	void mainCalledByUnknownLauncherIsRefused() {
		assertThat(start("main", JAVA, "com.acme.Launcher", "com.acme.Launcher.main", REFLECTION[0],
				"com.acme.App.main", "entry.Point.start")
			.refusal(this::isEntry)).isPresent();
	}

	@Test
	void restartByDevToolsIsOwnStart() {
		OwnStart start = start("restartedMain", JAVA, "com.acme.App",
				"org.springframework.boot.devtools.restart.RestartLauncher.run", REFLECTION[0], "com.acme.App.main",
				"entry.Point.start");
		assertThat(start.isRestart()).isTrue();
		assertThat(start.refusal(this::isEntry)).isEmpty();
		assertThat(start.mainClass()).contains("com.acme.App");
	}

	@Test
	void otherThreadIsRefused() {
		assertThat(start("worker", JAVA, "com.acme.App", "java.lang.Thread.run", "entry.Point.start")
			.refusal(this::isEntry))
			.hasValueSatisfying((refusal) -> assertThat(refusal.reason()).contains("the thread 'worker'"));
	}

	@Test
	void mainOfAnotherClassIsRefused() {
		assertThat(
				start("main", JAVA, "com.acme.App", "com.acme.Other.main", "entry.Point.start").refusal(this::isEntry))
			.hasValueSatisfying((refusal) -> assertThat(refusal.reason())
				.contains("not started from the main method of com.acme.App"));
	}

	@Test
	void unknownMainClassIsRefused() {
		assertThat(start("main", JAVA, null, "com.acme.App.main", "entry.Point.start").refusal(this::isEntry))
			.isPresent();
	}

	@Test
	void toolOfTheJdkIsRefusedQuietly() {
		String agent = "jdk.jshell.execution.RemoteExecutionControl";
		assertThat(
				start("main", JAVA, agent, agent + ".main", REFLECTION[0], "entry.Point.start").refusal(this::isEntry))
			.hasValueSatisfying((refusal) -> assertThat(refusal.quiet()).isTrue());
	}

	@Test
	void testIsRefusedQuietly() {
		assertThat(start("main", JAVA, "com.acme.App", "com.acme.App.main", "io.kotest.Spec.run", "entry.Point.start")
			.refusal(this::isEntry)).hasValueSatisfying((refusal) -> assertThat(refusal.quiet()).isTrue());
	}

	@Test
	void otherExecutableIsRefused() {
		assertThat(start("main", "/opt/app/bin/app", "com.acme.App", "com.acme.App.main", "entry.Point.start")
			.refusal(this::isEntry))
			.hasValueSatisfying((refusal) -> assertThat(refusal.reason()).contains("/opt/app/bin/app and not " + JAVA));
	}

	@Test
	void executableReplacedByAnUpdateIsOwnStart() {
		assertThat(start("main", JAVA + " (deleted)", "com.acme.App", "com.acme.App.main", "entry.Point.start")
			.refusal(this::isEntry)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:ArchiveClassesAtExit=app.jsa", "-XX:AOTMode=record", "-XX:AOTMode=create",
			"-XX:AOTCacheOutput=app.aot", "-XX:DumpLoadedClassList=app.lst", "-Xshare:dump" })
	void trainingRunIsRefusedQuietly(String option) {
		OwnStart start = new OwnStart(stack("main", "com.acme.App.main", "entry.Point.start"),
				new Program("com.acme.App", JAVA, JAVA), List.of("-Xmx64m", option));
		assertThat(start.refusal(this::isEntry)).hasValueSatisfying((refusal) -> {
			assertThat(refusal.reason()).contains(option);
			assertThat(refusal.quiet()).isTrue();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:SharedArchiveFile=app.jsa", "-XX:AOTMode=auto", "-XX:AOTMode=on",
			"-XX:AOTCache=app.aot", "-Xshare:auto" })
	void useOfACacheIsNoTrainingRun(String option) {
		assertThat(TrainingRun.option(List.of(option))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n", "-agentlib:jdwp", "-Xdebug",
			"-Xrunjdwp:transport=dt_socket", "-agentpath:/usr/lib/jvm/17/lib/libjdwp.so=server=y" })
	void debuggerIsFound(String option) {
		assertThat(Debugger.option(List.of("-Xmx64m", option))).contains(option);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-agentlib:hprof", "-Xdebugger", "-Djdwp=-agentlib:jdwp", "-javaagent:jdwp.jar" })
	void otherAgentIsNoDebugger(String option) {
		assertThat(Debugger.option(List.of(option))).isEmpty();
	}

	@Test
	void mainClassOfModuleIsItsProperty() {
		assertThat(Program.mainClassOf("com.acme.App", "com.acme x", "")).isEqualTo("com.acme.App");
	}

	@Test
	void mainClassIsTheFirstWord() {
		assertThat(Program.mainClassOf(null, "com/acme/App a b", "lib/a.jar:classes")).isEqualTo("com.acme.App");
		assertThat(Program.mainClassOf(null, "App", "App")).isEqualTo("App");
		assertThat(Program.mainClassOf(null, null, "App")).isNull();
	}

	@Test
	void mainClassOfJarIsThatOfItsManifest(@TempDir Path directory) throws Exception {
		Path jar = emptyJar(Files.createDirectory(directory.resolve("a b")).resolve("x y.jar"));
		assertThat(Program.mainClassOf(null, jar + " one two", jar + ":agent.jar")).isEqualTo("com.acme.App");
		assertThat(Program.mainClassOf(null, jar.toString(), jar.toString())).isEqualTo("com.acme.App");
	}

	@Test
	void programOfThisTestIsJava() {
		assertThat(Program.ofThisProcess().isJava()).isTrue();
	}

	@Test
	void mainThatIsInheritedIsMain() {
		Program program = new Program(ArrayList.class.getName(), JAVA, JAVA);
		assertThat(program.isMain("java.util.AbstractList")).isTrue();
		assertThat(program.isMain("java.util.List")).isFalse();
	}

	@Test
	void classesOfThisTestComeFromADirectory() {
		assertThat(OwnStart.classesDirectory(OwnStartTests.class)).isPresent();
	}

	@Test
	void classesOfJarAndExplodedJarDoNotComeFromADirectory(@TempDir Path directory) throws Exception {
		assertThat(OwnStart.classesDirectory(Test.class)).isEmpty();
		assertThat(OwnStart.classesDirectory(String.class)).isEmpty();
		for (String root : List.of("BOOT-INF/classes", "WEB-INF/classes")) {
			Path file = directory.resolve(root).resolve(OwnStartTests.class.getName().replace('.', '/') + ".class");
			Files.createDirectories(file.getParent());
			URL source = OwnStartTests.class.getResource("OwnStartTests.class");
			Files.copy(Path.of(source.toURI()), file);
			try (URLClassLoader loader = new URLClassLoader(new URL[] { directory.resolve(root + "/").toUri().toURL() },
					null)) {
				assertThat(OwnStart.classesDirectory(loader.loadClass(OwnStartTests.class.getName()))).isEmpty();
			}
		}
	}

	private Path emptyJar(Path path) throws Exception {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "com.acme.App");
		new JarOutputStream(Files.newOutputStream(path), manifest).close();
		return path;
	}

	private boolean isEntry(Frame frame) {
		return frame.is("entry.Point", "start");
	}

	private OwnStart start(String thread, String executable, String mainClass, String... callsFromOutside) {
		return new OwnStart(stack(thread, callsFromOutside), new Program(mainClass, executable, JAVA), List.of());
	}

	private CallStack stack(String thread, String... callsFromOutside) {
		List<Frame> frames = new ArrayList<>();
		for (String call : callsFromOutside) {
			int dot = call.lastIndexOf('.');
			frames.add(new Frame(call.substring(0, dot), call.substring(dot + 1), "()V"));
		}
		Collections.reverse(frames);
		return new CallStack(thread, frames);
	}

}
