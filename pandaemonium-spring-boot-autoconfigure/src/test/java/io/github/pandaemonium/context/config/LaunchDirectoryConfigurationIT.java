package io.github.pandaemonium.context.config;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the configuration of an application that is started in its launch directory
 * with that of its daemon, whose working directory is {@code /}.
 */
@Tag("any-java")
class LaunchDirectoryConfigurationIT {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	static Path temporary;

	@SuppressWarnings("NullAway.Init")
	static Path launch;

	@BeforeAll
	static void createLaunchDirectory() throws IOException {
		launch = temporary.resolve("launch dir, with; odd* #1 %20 [x]");
		write("application.properties", "probe.root=1\nprobe.last=root\n");
		write("application-blue.yml", "probe.root-blue: 1\nprobe.last: root-blue\n---\nprobe.document: 2\n");
		write("other.properties", "probe.other=1\n");
		write("config/application.yml", "probe.config: 1\nprobe.last: config\n");
		write("config/a/application.yml", "probe.config-a: 1\nprobe.last: config-a\n");
		write("config/b b/application-blue.properties", "probe.config-b-blue=1\nprobe.last=config-b-blue\n");
		write("alt/application.yml", """
				probe.alt: 1
				probe.last: alt
				spring.config.import:
				- more.yml
				- ../alt/parent.yml
				- file:./imported/from-launch.yml
				- optional:configtree:./secrets/
				""");
		write("alt/application-blue.yml", "probe.alt-blue: 1\nspring.config.import: more-blue.yml\n");
		write("alt/more.yml", "probe.more: 1\nprobe.last: more\n");
		write("alt/more-blue.yml", "probe.more-blue: 1\n");
		write("alt/parent.yml", "probe.parent: 1\n");
		write("imported/from-launch.yml", "probe.imported: 1\n");
		write("a b, c;d/application.yml", "probe.a-b-c: 1\n");
		write("a b, c/application.yml", "probe.a-b-c: 2\n");
		write("extensionless", "probe.extensionless: 1\n");
		write("empty/application.yml", "");
		write("secrets/probe/secret", "s3cret\n");
		write("trees/x/probe.x", "x\n");
		write("trees/y z/probe.y", "y\n");
		write("../sibling/application.yml", "probe.sibling: 1\n");
	}

	@Test
	void defaultLocations() throws Exception {
		Map<String, String> outcomes = compare(Map.of(), "", "--spring.profiles.active=blue",
				"--spring.config.name=other", "--spring.config.name=config/application");
		assertThat(outcomes.get("")).contains("probe.root=1", "probe.config=1", "probe.config-a=1",
				"probe.last=config-a", "file " + launch.resolve("config/a/application.yml"));
		assertThat(outcomes.get("--spring.profiles.active=blue")).contains("profiles [blue]", "probe.root-blue=1",
				"probe.document=2", "probe.last=config-b-blue", "file " + launch.resolve("application-blue.yml"));
		assertThat(outcomes.get("--spring.config.name=other")).contains("probe.other=1");
	}

	@Test
	void locationsByArgument() throws Exception {
		String group = "--spring.config.location=classpath:/;file:./alt/\t--spring.profiles.active=blue";
		String absolute = "--spring.config.location=" + launch.getParent() + "/sibling/";
		String indexed = "--spring.config.location[0]=./a b, c/";
		String hinted = "--spring.config.import=optional:file:./extensionless[.yml]";
		String missing = "--spring.config.location=./missing.yml";
		Map<String, String> outcomes = compare(Map.of(), "--spring.config.location=alt/",
				"--spring.config.location=alt/application.yml\t--spring.profiles.active=blue",
				"--spring.config.location=optional:file:./config/*/,file:alt/", group,
				"--spring.config.location=resource:./alt/", "--spring.config.location=../sibling/", absolute, indexed,
				"--spring.config.location[0]=./a%20b, c/", "--spring.config.location[0]=file:./a%20b, c/",
				"--spring.config.location=./a b, c;d/", "--spring.config.location[0]=./a b, c;d/",
				"--spring.config.location=file:./a#b/,optional:file:./50%/", "--spring.config.location=./", missing,
				"--spring.config.location=./missing/", "--spring.config.location=optional:./missing/",
				"--spring.config.location=./missing/*/", "--spring.config.location=./trees/*/",
				"--spring.config.location=./*/", "--spring.config.location=*/", "--spring.config.location=./empty/",
				"--spring.config.location=file:", "--spring.config.location=alt",
				"--spring.config.additional-location=file:alt/application.yml",
				"--spring.config.additional-location=optional:alt/;./a b, c/", hinted,
				"--spring.config.import=./missing.yml", "--spring.config.import=optional:./missing.yml",
				"--spring.config.import=./missing.yml\t--spring.config.on-not-found=ignore",
				"--spring.application.json={\"spring.config.import\":\"./other.properties\"}");
		assertThat(outcomes.get("--spring.config.location=alt/"))
			.contains("probe.alt=1", "probe.more=1", "probe.parent=1", "probe.imported=1", "probe.secret=s3cret",
					"probe.last=more", "file " + launch.resolve("secrets"), "file " + launch.resolve("alt/parent.yml"))
			.doesNotContain("probe.root");
		assertThat(outcomes.get(group)).contains("probe.alt-blue=1", "probe.more-blue=1");
		assertThat(outcomes.get("--spring.config.location=resource:./alt/")).contains("probe.alt=1");
		assertThat(outcomes.get("--spring.config.location=../sibling/")).contains("probe.sibling=1");
		assertThat(outcomes.get(absolute)).contains("probe.sibling=1");
		assertThat(outcomes.get(indexed)).contains("probe.a-b-c=2");
		assertThat(outcomes.get(hinted)).contains("probe.extensionless=1");
		assertThat(outcomes.get(missing)).contains("failed").contains("ConfigDataResourceNotFoundException");
	}

	@Test
	void configTreesByArgument() throws Exception {
		Map<String, String> outcomes = compare(Map.of(), "--spring.config.import=configtree:secrets/",
				"--spring.config.import=configtree:./trees/*/,configtree:./secrets/",
				"--spring.config.import=configtree:" + launch.getParent() + "/sibling/",
				"--spring.config.import=configtree:./missing/", "--spring.config.import=optional:configtree:./missing/",
				"--spring.config.import=configtree:./missing/*/", "--spring.config.import=configtree:./secrets",
				"--spring.config.import=configtree:*/", "--spring.config.import=configtree:file:./secrets/");
		assertThat(outcomes.get("--spring.config.import=configtree:secrets/")).contains("probe.secret=s3cret",
				"probe.last=config-a");
		assertThat(outcomes.get("--spring.config.import=configtree:./trees/*/,configtree:./secrets/"))
			.contains("probe.secret=s3cret", "probe.x=x", "probe.y=y", "file " + launch.resolve("trees/y z"));
		assertThat(outcomes.get("--spring.config.import=configtree:./missing/")).contains("failed");
	}

	@Test
	void locationsByVariable() throws Exception {
		Map<String, String> variables = Map.of("SPRING_CONFIG_LOCATION", "./alt/", "SPRING_CONFIG_ADDITIONALLOCATION_0",
				"file:./a b, c/", "SPRING_CONFIG_IMPORT", "configtree:./trees/*/", "SPRING_PROFILES_ACTIVE", "blue");
		assertThat(compare(variables, "").get("")).contains("profiles [blue]", "probe.alt-blue=1", "probe.x=x",
				"probe.a-b-c=2");
		variables = Map.of("SPRING_CONFIG_ADDITIONALLOCATION", "file:../sibling/");
		assertThat(compare(variables, "").get("")).contains("probe.sibling=1", "probe.config-a=1");
	}

	/**
	 * Run lines of arguments in the foreground and as a daemon.
	 * @param variables the environment variables
	 * @param lines the lines, with tabs between the arguments
	 * @return what each line gave, in both ways
	 */
	private static Map<String, String> compare(Map<String, String> variables, String... lines) throws Exception {
		Path file = Files.write(Files.createTempFile(temporary, "lines", ""), Arrays.asList(lines));
		String foreground = run(launch, variables, file.toString());
		String daemon = run(Path.of("/"), variables, file.toString(), launch.toString());
		assertThat(daemon).isEqualTo(foreground);
		Map<String, String> outcomes = new LinkedHashMap<>();
		for (String outcome : foreground.split("(?m)^> ")) {
			int end = outcome.indexOf('\n');
			if (end != -1) {
				outcomes.put(outcome.substring(0, end), outcome.substring(end + 1));
			}
		}
		assertThat(outcomes).containsOnlyKeys(lines);
		return outcomes;
	}

	private static String run(Path directory, Map<String, String> variables, String... args) throws Exception {
		String home = System.getProperty("process.java.home", System.getProperty("java.home"));
		List<String> command = new ArrayList<>(List.of(home + "/bin/java", "-XX:TieredStopAtLevel=1", "-cp",
				absoluteClassPath(), ConfigurationProbe.class.getName()));
		command.addAll(List.of(args));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectError(Redirect.INHERIT);
		builder.environment().putAll(variables);
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isZero();
		return output;
	}

	private static String absoluteClassPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(":"))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(":"));
	}

	private static void write(String name, String content) throws IOException {
		Path file = launch.resolve(name).normalize();
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

}
