package io.github.pandaemonium.context;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import io.github.pandaemonium.daemon.Stage;
import io.github.pandaemonium.test.Readme;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests that README.md says what is so: its snippets, its tables and the names in it.
 * What it shows of the sample on a terminal is run by the sample's tests.
 */
class ReadmeTests {

	private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

	private static final Pattern KEY = Pattern.compile("pandaemonium\\.([a-z][a-z-]*)(?!\\S*/)");

	@TempDir
	private Path directory;

	static List<String> java() {
		return Readme.blocks("java");
	}

	static List<String> yaml() {
		return Readme.blocks("yaml");
	}

	static List<String> xml() {
		return Readme.blocks("xml");
	}

	@ParameterizedTest
	@MethodSource
	void java(String snippet) throws Exception {
		Class<?> snippets = compile(snippet);
		if (snippet.startsWith("@")) {
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(snippets)) {
				DaemonSignalEvent event = new DaemonSignalEvent(DaemonLifecycle.none(), "HUP", 1, "reload");
				assertThatNoException().isThrownBy(() -> context.publishEvent(event));
			}
		}
	}

	@ParameterizedTest
	@MethodSource
	void yaml(String snippet) throws IOException {
		MockEnvironment environment = new MockEnvironment();
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("yaml",
				new ByteArrayResource(snippet.getBytes()))) {
			environment.getPropertySources().addLast(source);
			assertThat(((EnumerablePropertySource<?>) source).getPropertyNames())
				.filteredOn((name) -> name.startsWith("pandaemonium."))
				.isNotEmpty()
				.allSatisfy((name) -> assertThat(properties().keySet())
					.anyMatch((key) -> name.matches("pandaemonium\\." + key + "([.\\[].*)?")));
		}
		assertThatNoException().isThrownBy(() -> DaemonSettings.of(environment, Path.of("/launch")).options(List.of()));
	}

	@ParameterizedTest
	@MethodSource
	void xml(String snippet) throws IOException {
		String pom = words(Files.readString(Readme.root().resolve("samples/web/pom.xml")));
		Matcher version = Pattern.compile("\t<version>(.*)</version>\n").matcher(snippet);
		if (version.find()) { // which the sample's pom leaves to its parent
			assertThat(Files.readString(Readme.root().resolve("pom.xml")))
				.contains("<artifactId>pandaemonium</artifactId>\n\t<version>" + version.group(1) + "<");
			snippet = version.replaceFirst("");
		}
		assertThat(pom).contains(words(snippet));
	}

	@Test
	void commandThatPassesTheTestsIsThatOfTheContinuousIntegration() throws IOException {
		String script = Files.readString(Readme.root().resolve(".ci/run"));
		assertThat(Readme.blocks("console")).contains("$ ./mvnw verify\n");
		assertThat(script).containsPattern("(?m)^\\s*\\./mvnw [-A-Za-z ]*\\bverify\\b");
	}

	@Test
	void propertiesAreThoseOfTheMetadata() throws Exception {
		Map<String, String> documented = new TreeMap<>();
		for (List<String> row : Readme.table("Properties")) {
			for (String key : row.get(0).split(", ")) {
				documented.put(code(key), row.get(1).startsWith("`") ? code(row.get(1)) : "");
			}
		}
		assertThat(documented).isEqualTo(properties());
	}

	@Test
	void everyKeyThatIsMentionedIsThere() {
		Set<String> keys = new TreeSet<>();
		for (String code : codes()) {
			Matcher matcher = KEY.matcher(code);
			if (!code.contains("github.pandaemonium") && matcher.lookingAt()) {
				keys.add(matcher.group(1));
			}
		}
		assertThat(keys).isNotEmpty().isSubsetOf(properties().keySet());
	}

	@Test
	void stagesAreThose() {
		Map<String, String> documented = new LinkedHashMap<>();
		Readme.table("The nine stages").forEach((row) -> documented.put(row.get(0), code(row.get(1))));
		Map<String, String> stages = new LinkedHashMap<>();
		for (Stage stage : Stage.values()) {
			stages.put(Integer.toString(stage.number()), stage.name());
		}
		assertThat(documented).isEqualTo(stages);
	}

	@Test
	void everyClassAndFileThatIsNamedIsThere() throws Exception {
		for (String code : codes()) {
			if (code.startsWith("io.github.pandaemonium.")) {
				assertThat(Class.forName(code)).isPublic();
			}
			else if (code.startsWith("samples/")) {
				assertThat(Readme.root().resolve(code)).exists();
			}
		}
		Matcher link = Pattern.compile("]\\((?!https?:)([^)]+)\\)").matcher(Readme.text());
		assertThat(link.results().map((result) -> result.group(1))).isNotEmpty()
			.allSatisfy((file) -> assertThat(Readme.root().resolve(file)).exists());
	}

	/** Each key with its default, or with nothing. */
	private static Map<String, String> properties() {
		try {
			URL url = new URL(PandaemoniumProperties.class.getProtectionDomain().getCodeSource().getLocation(),
					"META-INF/spring-configuration-metadata.json");
			JSONArray metadata = new JSONObject(Files.readString(Path.of(url.toURI()))).getJSONArray("properties");
			Map<String, String> properties = new TreeMap<>();
			for (int i = 0; i < metadata.length(); i++) {
				JSONObject property = metadata.getJSONObject(i);
				properties.put(property.getString("name").substring("pandaemonium.".length()),
						property.has("defaultValue") ? property.get("defaultValue").toString() : "");
			}
			return properties;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Class<?> compile(String snippet) throws Exception {
		String text = """
				import io.github.pandaemonium.context.*;
				import io.github.pandaemonium.context.reload.*;
				import io.github.pandaemonium.daemon.*;
				import java.io.IOException;
				import java.nio.file.Files;
				import java.nio.file.Path;
				import java.util.Map;
				import org.springframework.context.event.EventListener;
				import org.springframework.core.env.*;
				public class Snippet {
					%s
					static void serve() {
					}
				}
				""".formatted(snippet.startsWith("@") ? snippet : "void run() throws Exception {\n" + snippet + "}\n");
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		List<String> options = List.of("-parameters", "-d", this.directory.toString(), "-cp",
				System.getProperty("java.class.path"));
		compiler.getTask(null, null, diagnostics, options, null, List.of(new Source(text))).call();
		assertThat(diagnostics.getDiagnostics())
			.filteredOn((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.isEmpty();
		URL[] urls = { this.directory.toUri().toURL() };
		return new URLClassLoader(urls, getClass().getClassLoader()).loadClass("Snippet");
	}

	/** What stands between back quotes, in the text and in the tables. */
	private static List<String> codes() {
		String prose = Readme.text().replaceAll("(?ms)^```.*?^```$", "");
		List<String> codes = new ArrayList<>();
		CODE.matcher(prose).results().forEach((result) -> codes.add(result.group(1)));
		return codes;
	}

	private static String code(String cell) {
		Matcher matcher = CODE.matcher(cell);
		assertThat(matcher.lookingAt()).as(cell).isTrue();
		return matcher.group(1);
	}

	private static String words(String text) {
		return Stream.of(text.strip().split("\\s+")).collect(Collectors.joining(" "));
	}

	/**
	 * A source that is not in a file.
	 */
	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String text) {
			super(URI.create("string:///Snippet.java"), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
