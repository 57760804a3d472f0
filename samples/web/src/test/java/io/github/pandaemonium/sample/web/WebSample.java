package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.SampleJar;
import io.github.pandaemonium.test.Users;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The web sample in a directory of its own, from where it is started, and where its log
 * and its pid file are.
 */
final class WebSample {

	static final String MAIN = WebApplication.class.getName();

	static final Duration PATIENCE = Duration.ofMinutes(1);

	/** Signals that the C library keeps for its threads. */
	static final Set<Integer> OF_THREADS = Set.of(32, 33);

	/** TSTP, TTIN and TTOU, which the map ignores by default. */
	static final Set<Integer> IGNORED = Set.of(20, 21, 22);

	/** A start that a person waits for is not what these tests measure. */
	static final String QUICKER = "-XX:TieredStopAtLevel=1";

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final HttpClient client = HttpClient.newHttpClient();

	private final Launches launches;

	private final String user;

	private final Path directory;

	private final Path jar;

	/**
	 * Creates a directory and copies the jar to it.
	 * @param launches what starts the sample
	 * @param user the owner of the directory
	 */
	WebSample(Launches launches, String user) {
		this(launches, user, launches.directory(user));
	}

	WebSample(Launches launches, String user, Path directory) {
		this.launches = launches;
		this.user = user;
		this.directory = directory;
		this.jar = SampleJar.copy("web", directory);
	}

	/** The sample of a user that is not root, if there is one. */
	static WebSample ordinary(Launches launches) {
		return new WebSample(launches, Users.ordinary());
	}

	Path directory() {
		return this.directory;
	}

	Path jarFile() {
		return this.jar;
	}

	Path pidFile() {
		return this.directory.resolve("sample-web.pid");
	}

	Path logFile() {
		return this.directory.resolve("sample-web.log");
	}

	String user() {
		return this.user;
	}

	/** The start of the jar, by the user, in the directory. */
	Launch jar(String... arguments) {
		return java("-jar", this.jar.toString()).and(arguments);
	}

	/** A start by other arguments of java, by the user, in the directory. */
	Launch java(String... arguments) {
		Launch launch = this.launches.java(QUICKER)
			.and(arguments)
			.as(this.user)
			.in(this.directory)
			.with("SERVER_PORT", "0");
		// where the tests are run by a service, so is what they start
		return Proc.self().cgroup().endsWith(".service") ? launch.with("PANDAEMONIUM_DETACH", "always") : launch;
	}

	/**
	 * A start of the {@link QuickJar}, which stands in for the packaged one where a test
	 * is of something else than the form of the application.
	 */
	Launch quick(String... arguments) {
		return java(QuickJar.OPTIONS).and(arguments);
	}

	/** The start of the quick jar. */
	Launch quickJar(String... arguments) {
		return quick("-jar", QuickJar.FILE.toString()).and(arguments);
	}

	/** The start of the quick jar with the probes. */
	Launch probed(String... arguments) {
		return quick("-Dprobe.directory=" + this.directory).and(QuickJar.with(probes("")))
			.and("--spring.main.sources=io.github.pandaemonium.sample.probe.ProbeConfiguration")
			.and(arguments);
	}

	/**
	 * The same start by root, where the tests are root's: the daemon drops to the user.
	 */
	Launch byRoot(Launch launch) {
		return Users.isRoot() ? launch.and("--pandaemonium.user=" + this.user).as(Users.current()) : launch;
	}

	/** Extracts the jar to a directory of the user. */
	Path extract() {
		return QuickJar.extract(java(), this.jar, this.launches.directory(this.user).resolve("extracted"));
	}

	/** A directory for a class path, with the classes of the probes. */
	Path probes(String factories) {
		try {
			Path root = this.launches.directory();
			Path classes = Path.of("target", "test-classes");
			Path probe = Path.of("io", "github", "pandaemonium", "sample", "probe");
			Files.createDirectories(root.resolve(probe));
			try (var files = Files.list(classes.resolve(probe))) {
				for (Path file : files.toList()) {
					Files.copy(file, root.resolve(probe).resolve(file.getFileName()));
				}
			}
			if (!factories.isEmpty()) {
				Files.writeString(Files.createDirectories(root.resolve("META-INF")).resolve("spring.factories"),
						factories);
			}
			return root;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts and expects that the start succeeds. */
	Proc start(Launch launch) {
		Result result = launch.run();
		assertThat(result.status()).as("%s", result).isZero();
		return daemon();
	}

	/** The process that the pid file names. */
	Proc daemon() {
		return new Proc(pid());
	}

	long pid() {
		return Long.parseLong(text(this.pidFile()).lines().findFirst().orElseThrow());
	}

	String log() {
		return text(this.logFile());
	}

	/** Ends the daemon in the way of an operator. */
	void stop() {
		Proc daemon = daemon();
		daemon.signal("TERM");
		daemon.awaitEnd();
	}

	String get(String path) {
		return get(path, port(log()));
	}

	Map<String, Object> json(String path) {
		return json(path, port(log()));
	}

	Map<String, Object> json(String path, int port) {
		return JsonParserFactory.getJsonParser().parseMap(get(path, port));
	}

	List<Object> list(String path) {
		return JsonParserFactory.getJsonParser().parseList(get(path));
	}

	String get(String path, int port) {
		try {
			HttpResponse<String> response = send(path, port).get();
			assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
			return response.body();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	CompletableFuture<HttpResponse<String>> send(String path, int port) {
		return this.client.sendAsync(
				HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(PATIENCE).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	/** The signals that the application has received, by their names. */
	List<String> signals() {
		List<String> signals = new ArrayList<>();
		list("/signals").forEach((signal) -> signals.add(String.valueOf(((Map<?, ?>) signal).get("signal"))));
		return signals;
	}

	void awaitSignal(String name) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(signals()).contains(name));
	}

	/** The mode of a file, as ls(1) shows it. */
	static String mode(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

	/** What the port is that the web server found, from the last start in a log. */
	static int port(String log) {
		Matcher matcher = PORT.matcher(log);
		int port = -1;
		while (matcher.find()) {
			port = Integer.parseInt(matcher.group(1));
		}
		assertThat(port).as(log).isPositive();
		return port;
	}

	static String text(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			return new String(in.readAllBytes());
		}
		catch (NoSuchFileException ex) {
			return "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
