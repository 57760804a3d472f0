import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts the web sample plainly and as a daemon, in turn, and compares: the time from
 * exec to the first HTTP 200, and the resident memory. Words after the number of pairs go
 * to the detached starts only: options to the launcher's JVM, and what begins with two
 * hyphens to the application. See README.md beside this file.
 */
public class StartBenchmark {

	private static final Duration TIME_OUT = Duration.ofMinutes(1);

	/**
	 * G1 takes as much of the machine as it likes, and how much differs from run to run:
	 * memory is compared where both have the same heap and have filled it.
	 */
	private static final List<String> SAME_HEAP = List.of("-Xms64m", "-Xmx64m");

	private static final int REQUESTS_TO_FILL_IT = 2000;

	private static final Pattern STARTED = Pattern.compile("(?m)^(\\S+Z) .* Started WebApplication");

	private final String java = System.getProperty("java.home") + "/bin/java";

	private final Path jar;

	private final List<String> launcherOptions;

	private final List<String> launchArguments;

	StartBenchmark(Path jar, List<String> words) {
		this.jar = jar;
		this.launcherOptions = words.stream().filter((word) -> !word.startsWith("--")).toList();
		this.launchArguments = words.stream().filter((word) -> word.startsWith("--")).toList();
	}

	public static void main(String[] args) throws Exception {
		int pairs = (args.length > 1) ? Integer.parseInt(args[1]) : 7;
		List<String> words = List.of(args).subList(Math.min(2, args.length), args.length);
		StartBenchmark benchmark = new StartBenchmark(Path.of(args[0]).toAbsolutePath(), words);
		benchmark.run(true, List.of()); // warms up the file cache
		// apart: what fills the memory leaves the start that follows a slower machine
		System.out.println("pair  plain s  detached s  ratio  launcher s  prompt ms");
		List<Pair> starts = benchmark.pairs(pairs, List.of(), Pair::start);
		System.out.println("pair  plain MiB  daemon MiB  ratio");
		List<Pair> memories = benchmark.pairs(pairs, SAME_HEAP, Pair::memory);
		System.out.printf(Locale.ROOT,
				"JDK %s, %d pairs, medians: ratio of starts %.2f, launcher's share %.2f s, prompt %.0f ms after ready, ratio of resident memory %.3f%n",
				Runtime.version(), pairs, median(starts, Pair::ratio), median(starts, (pair) -> pair.detached.launcher),
				median(starts, (pair) -> pair.detached.prompt), median(memories, Pair::memoryRatio));
	}

	private List<Pair> pairs(int count, List<String> jvmOptions, Function<Pair, String> row) throws Exception {
		List<Pair> pairs = new ArrayList<>();
		for (int i = 1; i <= count; i++) {
			boolean plainFirst = i % 2 == 0;
			Run first = run(plainFirst, jvmOptions);
			Run second = run(!plainFirst, jvmOptions);
			Pair pair = plainFirst ? new Pair(first, second) : new Pair(second, first);
			pairs.add(pair);
			System.out.printf("%4d  %s%n", i, row.apply(pair));
		}
		return pairs;
	}

	private Run run(boolean plain, List<String> jvmOptions) throws Exception {
		Path directory = Files.createTempDirectory("start-benchmark");
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		List<String> command = new ArrayList<>(List.of(this.java));
		command.addAll(jvmOptions);
		command.addAll(plain ? List.of() : this.launcherOptions);
		command.addAll(List.of("-jar", this.jar.toString(), "--server.port=" + port));
		command.add(plain ? "--pandaemonium.enabled=false" : "--pandaemonium.detach=always");
		command.addAll(plain ? List.of() : this.launchArguments);
		Instant start = Instant.now();
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectOutput(plain ? new File("/dev/null") : directory.resolve("out").toFile())
			.redirectErrorStream(true)
			.start();
		long pid = process.pid();
		Instant launched = startOf(pid);
		CompletableFuture<Instant> ended = process.onExit().thenApply((end) -> Instant.now());
		try {
			double answered = awaitAnswer(port, start);
			double launcher = 0;
			double prompt = 0;
			if (!plain) {
				if (!process.waitFor(TIME_OUT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
					throw new IllegalStateException(Files.readString(directory.resolve("out")));
				}
				Instant end = ended.join();
				pid = Long.parseLong(Files.readAllLines(directory.resolve("sample-web.pid")).get(0));
				launcher = seconds(launched, startOf(pid));
				Matcher started = STARTED.matcher(Files.readString(directory.resolve("sample-web.log")));
				if (started.find()) {
					prompt = seconds(Instant.parse(started.group(1)), end) * 1000;
				}
			}
			for (int i = 0; !jvmOptions.isEmpty() && i < REQUESTS_TO_FILL_IT; i++) {
				status(port);
			}
			return new Run(answered, launcher, prompt, residentMebibytes(pid));
		}
		finally {
			ProcessHandle.of(pid).ifPresent((handle) -> {
				handle.destroy();
				handle.onExit().orTimeout(30, TimeUnit.SECONDS).join();
			});
			process.destroyForcibly().waitFor();
			try (Stream<Path> files = Files.walk(directory)) {
				files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
			}
		}
	}

	/**
	 * Counted from the time of the boot, which may not be that of the clock.
	 */
	private static Instant startOf(long pid) {
		return ProcessHandle.of(pid).orElseThrow().info().startInstant().orElseThrow();
	}

	private static double awaitAnswer(int port, Instant start) throws IOException {
		while (!isListening(port) || status(port) != 200) {
			if (seconds(start, Instant.now()) > TIME_OUT.toSeconds()) {
				throw new IllegalStateException("No answer");
			}
			LockSupport.parkNanos(5_000_000);
		}
		return seconds(start, Instant.now());
	}

	/**
	 * What waits must not take time from what it waits for: an {@code HttpURLConnection} at
	 * every look took a tenth of a processor and more.
	 */
	private static boolean isListening(int port) {
		try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
			return channel.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int status(int port) {
		try {
			HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/")
				.toURL()
				.openConnection();
			int status = connection.getResponseCode();
			connection.getInputStream().readAllBytes();
			return status;
		}
		catch (IOException ex) {
			return -1;
		}
	}

	private static double residentMebibytes(long pid) throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
			if (line.startsWith("VmRSS:")) {
				return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
			}
		}
		throw new IllegalStateException("No resident memory");
	}

	private static double seconds(Instant from, Instant to) {
		return Duration.between(from, to).toNanos() / 1e9;
	}

	private static double median(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
		double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	record Run(double answered, double launcher, double prompt, double memory) {
	}

	record Pair(Run plain, Run detached) {

		double ratio() {
			return this.detached.answered / this.plain.answered;
		}

		double memoryRatio() {
			return this.detached.memory / this.plain.memory;
		}

		String start() {
			return String.format(Locale.ROOT, "%7.2f  %10.2f  %5.2f  %10.2f  %9.0f", this.plain.answered,
					this.detached.answered, ratio(), this.detached.launcher, this.detached.prompt);
		}

		String memory() {
			return String.format(Locale.ROOT, "%9.1f  %10.1f  %5.3f", this.plain.memory, this.detached.memory,
					memoryRatio());
		}

	}

}
