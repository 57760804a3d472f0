package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application with the bean definitions that were made ahead of time, among them one
 * of a lifecycle that is no daemon's.
 */
class AheadOfTimeIT {

	@RegisterExtension
	final Launches launches = new Launches();

	private final WebSample sample = WebSample.ordinary(this.launches);

	@Test
	void lifecycleIsTheDaemons() throws IOException {
		Path jar = this.sample.extract();
		String classPath = jar + ":" + libraries(jar);
		Path made = this.sample.directory().resolve("made");
		Result processed = this.sample
			.java("-cp", classPath, "org.springframework.boot.SpringApplicationAotProcessor", WebSample.MAIN,
					made + "/sources", made + "/resources", made + "/classes", "io.github.pandaemonium", "sample")
			.run();
		assertThat(processed.status()).as("%s", processed).isZero();
		compile(made, classPath);

		Proc daemon = this.sample.start(
				this.sample.byRoot(this.sample.java("-Dspring.aot.enabled=true", "--enable-native-access=ALL-UNNAMED",
						"-cp", made + "/classes:" + made + "/resources:" + classPath, WebSample.MAIN)));

		assertThat(this.sample.log()).contains("Starting AOT-processed WebApplication");
		Map<String, Object> process = this.sample.json("/");
		assertThat(process).containsEntry("mode", "DETACHED").containsEntry("pid", Math.toIntExact(daemon.pid()));
		assertThat((Map<?, ?>) process.get("stages")).hasSize(9);
		daemon.signal("HUP");
		this.sample.awaitSignal("HUP");
		this.sample.stop();
	}

	private void compile(Path made, String classPath) throws IOException {
		String[] sources;
		try (Stream<Path> files = Files.walk(made.resolve("sources"))) {
			sources = files.map(Path::toString).filter((file) -> file.endsWith(".java")).toArray(String[]::new);
		}
		Result compiled = this.launches
			.command(Java.assumeTool("javac"), "-nowarn", "-d", made + "/classes", "-cp", classPath)
			.and(sources)
			.as(this.sample.user())
			.run();
		assertThat(compiled.status()).as("%s", compiled).isZero();
	}

	private static String libraries(Path jar) throws IOException {
		try (Stream<Path> files = Files.list(jar.resolveSibling("lib"))) {
			return files.map(Path::toString).sorted().collect(Collectors.joining(":"));
		}
	}

}
