import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compares the verb {@code status} with a bare launch of the same application, which ends
 * when its environment is prepared; and says how long after the end of the daemon's
 * process {@code stop} returns. See README.md beside this file.
 */
public class VerbBenchmark {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	/** Ends where a verb is obeyed. */
	private static final String BARE = """
			import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
			import org.springframework.boot.context.logging.LoggingApplicationListener;
			import org.springframework.context.ApplicationListener;
			import org.springframework.core.Ordered;
			public class Bare implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
				public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
					System.out.println("bare");
					System.exit(0);
				}
				public int getOrder() {
					return LoggingApplicationListener.DEFAULT_ORDER - 1;
				}
			}
			""";

	private final String java = System.getProperty("java.home") + "/bin/java";

	private final Path directory = Files.createTempDirectory("verb-benchmark");

	private final Path jar;

	VerbBenchmark(Path jar) throws IOException {
		this.jar = jar;
	}

	public static void main(String[] args) throws Exception {
		int pairs = (args.length > 1) ? Integer.parseInt(args[1]) : 15;
		VerbBenchmark benchmark = new VerbBenchmark(Path.of(args[0]).toAbsolutePath());
		try {
			benchmark.run(pairs);
		}
		finally {
			try (Stream<Path> files = Files.walk(benchmark.directory)) {
				files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach((file) -> file.delete());
			}
		}
	}

	private void run(int pairs) throws Exception {
		compile();
		launch(0, "start", "--server.port=0", "--pandaemonium.detach=always");
		List<Double> ratios = new ArrayList<>();
		List<Double> statuses = new ArrayList<>();
		launch(0, "status");
		for (int i = 0; i < pairs; i++) {
			double first = (i % 2 == 0) ? bare() : launch(0, "status");
			double second = (i % 2 == 0) ? launch(0, "status") : bare();
			ratios.add((i % 2 == 0) ? second / first : first / second);
			statuses.add((i % 2 == 0) ? second : first);
		}
		ProcessHandle daemon = ProcessHandle
			.of(Long.parseLong(Files.readAllLines(this.directory.resolve("sample-web.pid")).get(0)))
			.orElseThrow();
		var ended = daemon.onExit().thenApply((end) -> Instant.now());
		launch(0, "stop");
		Duration after = Duration.between(ended.join(), Instant.now());
		System.out.printf(Locale.ROOT,
				"JDK %s, %d pairs, medians: status %.2f s, ratio to a bare launch %.2f; stop returned %d ms after the end of the process%n",
				Runtime.version(), pairs, median(statuses), median(ratios), after.toMillis());
	}

	private double bare() throws Exception {
		return launch(0, "--pandaemonium.enabled=false", "-Dloader.path=" + this.directory.resolve("bare"));
	}

	private double launch(int status, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(this.java));
		Stream.of(arguments).filter((argument) -> argument.startsWith("-D")).forEach(command::add);
		command.addAll(List.of("-cp", this.jar.toString(), LAUNCHER));
		Stream.of(arguments).filter((argument) -> !argument.startsWith("-D")).forEach(command::add);
		Instant start = Instant.now();
		int ended = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("out").toFile())
			.start()
			.waitFor();
		double seconds = Duration.between(start, Instant.now()).toNanos() / 1e9;
		if (ended != status) {
			throw new IllegalStateException(command + " ended with " + ended + ":\n"
					+ Files.readString(this.directory.resolve("out")));
		}
		return seconds;
	}

	/** The listener, against the libraries in the jar. */
	private void compile() throws IOException {
		List<String> libraries = new ArrayList<>();
		try (JarFile file = new JarFile(this.jar.toFile())) {
			for (var entry : file.stream().filter((entry) -> entry.getName().matches(".*/spring-[^/]*\\.jar")).toList()) {
				Path library = this.directory.resolve(Path.of(entry.getName()).getFileName().toString());
				try (InputStream in = file.getInputStream(entry)) {
					Files.copy(in, library);
				}
				libraries.add(library.toString());
			}
		}
		Path classes = Files.createDirectories(this.directory.resolve("bare/META-INF")).getParent();
		Files.writeString(classes.resolve("META-INF/spring.factories"),
				"org.springframework.context.ApplicationListener=Bare\n");
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Bare.java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return BARE;
			}

		};
		if (!compiler.getTask(null, null, null,
				List.of("-proc:none", "-d", classes.toString(), "-cp", String.join(":", libraries)), null, List.of(source))
			.call()) {
			throw new IllegalStateException("The listener does not compile");
		}
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

}
