import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says what reloads of a hundred changed keys cost a client that sends one request after
 * the other. See README.md beside this file.
 */
public class ReloadBenchmark {

	private static final int KEYS = 100;

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final String java = System.getProperty("java.home") + "/bin/java";

	private final Path directory = Files.createTempDirectory("reload-benchmark");

	private final Path jar;

	ReloadBenchmark(Path jar) throws IOException {
		this.jar = jar;
	}

	public static void main(String[] args) throws Exception {
		int reloads = (args.length > 1) ? Integer.parseInt(args[1]) : 5;
		ReloadBenchmark benchmark = new ReloadBenchmark(Path.of(args[0]).toAbsolutePath());
		try {
			benchmark.run(reloads);
		}
		finally {
			try (Stream<Path> files = Files.walk(benchmark.directory)) {
				files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach((file) -> file.delete());
			}
		}
	}

	private void run(int reloads) throws Exception {
		configure(0);
		launch("start", "--server.port=0", "--pandaemonium.detach=always");
		try {
			Matcher matcher = PORT.matcher(Files.readString(this.directory.resolve("sample-web.log")));
			matcher.find();
			URI uri = URI.create("http://127.0.0.1:" + matcher.group(1) + "/");
			request(uri, 3000, new AtomicBoolean()); // warms up
			AtomicInteger failed = new AtomicInteger();
			List<Double> before = new ArrayList<>();
			failed.addAndGet(measure(uri, before, () -> Thread.sleep(5000)));
			List<Double> during = new ArrayList<>();
			failed.addAndGet(measure(uri, during, () -> {
				for (int i = 1; i <= reloads; i++) {
					configure(i);
					launch("reload");
					if (!Files.readString(this.directory.resolve("out")).contains("benchmark.key0")) {
						throw new IllegalStateException(Files.readString(this.directory.resolve("out")));
					}
				}
			}));
			System.out.printf(Locale.ROOT,
					"JDK %s, %d reloads of %d changed keys: %d of %d requests failed; before p50 %.2f ms, p99 %.2f ms, longest %.1f ms; during p50 %.2f ms, p99 %.2f ms, longest %.1f ms%n",
					Runtime.version(), reloads, KEYS, failed.get(), before.size() + during.size(), at(before, 0.5),
					at(before, 0.99), at(before, 1), at(during, 0.5), at(during, 0.99), at(during, 1));
		}
		finally {
			launch("stop");
		}
	}

	private int measure(URI uri, List<Double> times, Work work) throws Exception {
		AtomicBoolean end = new AtomicBoolean();
		int[] failed = new int[1];
		Thread client = new Thread(() -> failed[0] = request(uri, Integer.MAX_VALUE, end, times));
		client.start();
		try {
			work.run();
		}
		finally {
			end.set(true);
			client.join();
		}
		return failed[0];
	}

	private static void request(URI uri, int count, AtomicBoolean end) {
		request(uri, count, end, new ArrayList<>());
	}

	private static int request(URI uri, int count, AtomicBoolean end, List<Double> times) {
		HttpClient client = HttpClient.newHttpClient();
		int failed = 0;
		for (int i = 0; i < count && !end.get(); i++) {
			long start = System.nanoTime();
			try {
				failed += (client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
					.statusCode() == 200) ? 0 : 1;
			}
			catch (IOException | InterruptedException ex) {
				failed++;
			}
			times.add((System.nanoTime() - start) / 1e6);
		}
		return failed;
	}

	private void configure(int value) throws IOException {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < KEYS; i++) {
			text.append("benchmark.key").append(i).append('=').append(value).append('\n');
		}
		Files.writeString(this.directory.resolve("application.properties"), text);
	}

	private void launch(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(this.java, "-jar", this.jar.toString()));
		command.addAll(List.of(arguments));
		int status = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("out").toFile())
			.start()
			.waitFor();
		if (status != 0) {
			throw new IllegalStateException(command + ":\n" + Files.readString(this.directory.resolve("out")));
		}
	}

	private static double at(List<Double> times, double share) {
		List<Double> sorted = times.stream().sorted().toList();
		return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
	}

	interface Work {

		void run() throws Exception;

	}

}
