import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Restarts the web sample again and again under the load of clients of several kinds, and
 * tells whether one of them noticed. See README.md beside this file.
 */
public class RestartBenchmark {

	private static final Duration TIME_OUT = Duration.ofMinutes(2);

	private static final long SETTLED = TimeUnit.SECONDS.toNanos(1);

	private static final String PASSWORD = "changeit";

	private static final String AUTO_CONFIGURATION = "org.springframework.boot.%s.autoconfigure.%s.%sWebServerAutoConfiguration";

	private final String java = System.getProperty("java.home") + "/bin/java";

	private final String token = "RESTART_BENCHMARK=" + UUID.randomUUID();

	private final Path directory = Files.createTempDirectory("restart-benchmark");

	private final Path pidFile = this.directory.resolve("sample-web.pid");

	private final List<String> command = new ArrayList<>(List.of(this.java));

	private final List<String> arguments = new ArrayList<>();

	private final int restarts;

	private final int requests;

	private final String title;

	private final Load load;

	private boolean failed;

	RestartBenchmark(Path jar, List<String> words) throws Exception {
		List<Integer> numbers = words.stream().filter((word) -> word.matches("\\d+")).map(Integer::valueOf).toList();
		this.restarts = numbers.isEmpty() ? 10 : numbers.get(0);
		this.requests = (numbers.size() < 2) ? 100_000 : numbers.get(1);
		boolean tls = words.contains("--tls");
		String server = words.stream()
			.filter((word) -> word.startsWith("--server="))
			.map((word) -> word.substring("--server=".length()))
			.findFirst()
			.orElse("tomcat");
		this.title = jar.getFileName() + " on " + server + (tls ? " with TLS" : "") + ", JDK " + Runtime.version();
		words.stream().filter((word) -> word.matches("-[^-].*")).forEach(this.command::add);
		this.command.add("-Djava.io.tmpdir=" + Files.createDirectory(this.directory.resolve("tmp")));
		int port = freePort();
		this.arguments
			.addAll(List.of("--pandaemonium.detach=always", "--pandaemonium.socket.address=127.0.0.1:" + port));
		runOn(server, jar);
		SSLContext context = null;
		if (tls) {
			Path store = this.directory.resolve("keys.p12");
			context = selfSigned(store);
			this.arguments.addAll(List.of("--server.ssl.key-store=" + store,
					"--server.ssl.key-store-password=" + PASSWORD, "--server.http2.enabled=true"));
		}
		this.load = new Load(port, context);
	}

	public static void main(String[] args) throws Exception {
		RestartBenchmark benchmark = new RestartBenchmark(Path.of(args[0]).toAbsolutePath().normalize(),
				List.of(args).subList(1, args.length));
		Thread hook = new Thread(benchmark::cleanUp);
		Runtime.getRuntime().addShutdownHook(hook);
		benchmark.run();
		System.exit(benchmark.failed ? 1 : 0);
	}

	/** The jar is the same, with the other server's libraries before its own. */
	private void runOn(String server, Path jar) {
		if (server.equals("tomcat")) {
			this.command.addAll(List.of("-jar", jar.toString()));
			return;
		}
		Path libraries = jar.resolve("../../../servers/target/lib").normalize();
		if (!Files.isDirectory(libraries)) {
			throw new IllegalStateException("There is no " + libraries + ": package samples/servers first");
		}
		this.command.addAll(List.of("-Dloader.path=" + libraries, "-cp", jar.toString(),
				"org.springframework.boot.loader.launch.PropertiesLauncher"));
		String type = server.equals("netty") ? "reactive" : "servlet";
		List<String> others = Stream.of("tomcat", "jetty")
			.filter((other) -> !other.equals(server))
			.map((other) -> String.format(AUTO_CONFIGURATION, other, type, capital(other) + capital(type)))
			.toList();
		this.arguments.addAll(List.of("--spring.main.web-application-type=" + type,
				"--spring.autoconfigure.exclude=" + String.join(",", others)));
	}

	private void run() throws Exception {
		System.out.println(this.title);
		System.out.println("start: " + must(start()));
		this.load.start();
		awaitRequests(this.requests / 20);
		this.load.tally.enter(Phase.BEFORE);
		List<Footprint> footprints = new ArrayList<>();
		for (int i = 0; i < this.restarts && !this.failed; i++) {
			awaitRequests(this.requests / 10 + i * (this.requests * 8L / 10) / this.restarts);
			restart(i + 1);
			if (i == 0 && this.restarts > 1) {
				this.load.pause();
				footprints.add(footprint());
				this.load.resume();
			}
		}
		awaitRequests(this.requests);
		this.load.end();
		if (isAlive(pid())) {
			footprints.add(footprint());
		}
		this.load.tally.print();
		System.out.println("process  descriptors  files  processes  resident MiB");
		footprints.forEach(System.out::println);
		this.failed |= this.load.tally.failed() > 0
				|| footprints.stream().anyMatch((footprint) -> footprint.processes != 1) || footprints.isEmpty();
		System.out.println(this.failed ? "FAILED" : "No request failed");
	}

	private String start() throws Exception {
		return command(this.arguments);
	}

	/**
	 * When the verb has returned, nothing of the old process may be left.
	 */
	private void restart(int number) throws Exception {
		long old = pid();
		this.load.tally.enter(Phase.DURING);
		long begin = System.nanoTime();
		String line = command(List.of("restart"));
		boolean left = isAlive(old);
		double seconds = (System.nanoTime() - begin) / 1e9;
		this.load.tally.enter(Phase.AFTER);
		System.out.printf(Locale.ROOT, "restart %d, %.1f s: %s%n", number, seconds, line);
		if (line.startsWith("status ") || left || pid() == old || !isAlive(pid())) {
			System.out.printf("  the pid file names %d, %d %s%n", pid(), old, left ? "still runs" : "is gone");
			this.failed = true;
		}
	}

	/** Runs a verb, or the start; says what it said, after its status unless it is 0. */
	private String command(List<String> arguments) throws Exception {
		List<String> command = new ArrayList<>(this.command);
		command.addAll(arguments);
		Path out = this.directory.resolve("out");
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(out.toFile());
		builder.environment().put(this.token.split("=")[0], this.token.split("=")[1]);
		Process process = builder.start();
		if (!process.waitFor(TIME_OUT.toSeconds(), TimeUnit.SECONDS)) {
			process.destroyForcibly();
			return "status none after " + TIME_OUT;
		}
		String said = Files.readString(out).strip().replace("\n", "\n  ");
		return (process.exitValue() == 0) ? said : "status " + process.exitValue() + "\n  " + said;
	}

	private static String must(String line) {
		if (line.startsWith("status ")) {
			throw new IllegalStateException(line);
		}
		return line;
	}

	private long pid() throws IOException {
		List<String> lines = Files.exists(this.pidFile) ? Files.readAllLines(this.pidFile) : List.of();
		return lines.isEmpty() ? -1 : Long.parseLong(lines.get(0));
	}

	/** What the service takes while nobody wants anything of it. */
	private Footprint footprint() throws Exception {
		long pid = pid();
		Path descriptors = Path.of("/proc", Long.toString(pid), "fd");
		long count = -1;
		int still = 0;
		for (int i = 0; i < 100 && still < 10; i++) {
			long now = count(Files.list(descriptors));
			still = (now == count) ? still + 1 : 0;
			count = now;
			Thread.sleep(100);
		}
		long resident = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")))
			.sum();
		return new Footprint(pid, count, count(Files.walk(this.directory)), processes().size(), resident / 1024);
	}

	private static long count(Stream<?> stream) {
		try (stream) {
			return stream.count();
		}
	}

	/** Waits until there have been so many in all, and for a second at least. */
	private void awaitRequests(long count) throws InterruptedException {
		long begin = System.nanoTime();
		long waited = 0;
		while ((waited < SETTLED || this.load.tally.count() < count) && !this.failed) {
			if (waited > TIME_OUT.toNanos()) {
				System.out.println("The load does not get on");
				this.failed = true;
			}
			Thread.sleep(10);
			waited = System.nanoTime() - begin;
		}
	}

	private static boolean isAlive(long pid) {
		return !read(Path.of("/proc", Long.toString(pid), "cmdline")).isEmpty(); // a zombie has none
	}

	/** Whatever was started here, and is not done, has the token in its environment. */
	private List<ProcessHandle> processes() {
		return ProcessHandle.allProcesses()
			.filter((process) -> read(Path.of("/proc", Long.toString(process.pid()), "environ")).contains(this.token))
			.toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return ""; // gone, or another user's
		}
	}

	private void cleanUp() {
		for (int i = 0; i < 1000 && !processes().isEmpty(); i++) {
			// a moment to end by itself, since TERM deletes its temporary files
			boolean force = i > 500;
			processes().forEach((process) -> {
				if (force) {
					process.destroyForcibly();
				}
				else {
					process.destroy();
				}
			});
			LockSupport.parkNanos(10_000_000);
		}
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
		catch (IOException ex) {
			System.err.println("Unable to delete " + this.directory + ": " + ex);
		}
	}

	private SSLContext selfSigned(Path store) throws Exception {
		Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair", "-alias",
				"web", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=ip:127.0.0.1", "-storetype", "PKCS12",
				"-storepass", PASSWORD, "-keystore", store.toString())
			.inheritIO()
			.start();
		if (keytool.waitFor() != 0) {
			throw new IllegalStateException("keytool ended with " + keytool.exitValue());
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static String capital(String word) {
		return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
	}

	/** Before the first restart, while one is done, and from then on while none is. */
	enum Phase {

		WARM_UP, BEFORE, DURING, AFTER

	}

	/**
	 * The kinds of clients, with how many there are of each and the milliseconds from one
	 * request of a client to the next.
	 */
	enum Kind {

		KEEP_ALIVE(4, 5), PER_CONNECTION(2, 10), SELDOM(2, 3000), UPLOAD(2, 0), SLOW(2, 0), LATE(2, 0), HTTP2(2, 10);

		private final int clients;

		private final long interval;

		Kind(int clients, long millis) {
			this.clients = clients;
			this.interval = TimeUnit.MILLISECONDS.toNanos(millis);
		}

		/** Whether the server alone makes the time that an answer takes. */
		boolean isTimed() {
			return this == KEEP_ALIVE || this == PER_CONNECTION || this == HTTP2;
		}

		boolean isPersistent() {
			return this == KEEP_ALIVE || this == SELDOM || this == LATE;
		}

	}

	/**
	 * All clients.
	 */
	static final class Load {

		private static final Duration CONNECT_TIME_OUT = Duration.ofSeconds(10);

		private static final Duration READ_TIME_OUT = Duration.ofSeconds(30);

		private final Tally tally = new Tally();

		private final List<Thread> threads = new ArrayList<>();

		private final InetSocketAddress address;

		private final SSLContext context;

		private int waiting;

		private boolean paused;

		private boolean ended;

		Load(int port, SSLContext context) {
			this.address = new InetSocketAddress("127.0.0.1", port);
			this.context = context;
		}

		void start() {
			for (Kind kind : Kind.values()) {
				for (int i = 0; i < kind.clients && (kind != Kind.HTTP2 || this.context != null); i++) {
					Thread thread = new Thread(new Client(this, kind), kind + "-" + i);
					thread.setDaemon(true);
					this.threads.add(thread);
					thread.start();
				}
			}
		}

		/** When it returns, no client has an open connection or request. */
		synchronized void pause() throws InterruptedException {
			this.paused = true;
			notifyAll();
			while (this.waiting < this.threads.size()) {
				wait();
			}
		}

		synchronized void resume() {
			this.paused = false;
			notifyAll();
		}

		void end() throws InterruptedException {
			synchronized (this) {
				this.ended = true;
				notifyAll();
			}
			for (Thread thread : this.threads) {
				thread.join(READ_TIME_OUT.toMillis());
				if (thread.isAlive()) {
					this.tally.failed(Kind.valueOf(thread.getName().split("-")[0]), "never came to an end");
				}
			}
		}

		/** Waits for the time of the next request, which a pause puts off. */
		synchronized Turn next(long time) throws InterruptedException {
			long nanos = time - System.nanoTime();
			while (nanos > 0 && !this.paused && !this.ended) {
				TimeUnit.NANOSECONDS.timedWait(this, nanos);
				nanos = time - System.nanoTime();
			}
			return this.ended ? Turn.END : this.paused ? Turn.PAUSE : Turn.REQUEST;
		}

		synchronized void awaitResume() throws InterruptedException {
			this.waiting++;
			notifyAll();
			while (this.paused) {
				wait();
			}
			this.waiting--;
		}

		Connection connect(boolean slow) throws IOException {
			Socket socket = new Socket();
			if (slow) {
				socket.setReceiveBufferSize(16 * 1024);
			}
			try {
				socket.connect(this.address, (int) CONNECT_TIME_OUT.toMillis());
				socket.setTcpNoDelay(true);
				socket.setSoTimeout((int) READ_TIME_OUT.toMillis());
				if (this.context != null) {
					socket = this.context.getSocketFactory()
						.createSocket(socket, "127.0.0.1", this.address.getPort(), true);
					((SSLSocket) socket).startHandshake();
				}
				this.tally.connected();
				return new Connection(socket);
			}
			catch (IOException ex) {
				socket.close();
				throw ex;
			}
		}

		enum Turn {

			REQUEST, PAUSE, END

		}

	}

	/**
	 * One client, which sends a request after the other.
	 */
	static final class Client implements Runnable {

		private static final long AFTER_A_FAILURE = TimeUnit.MILLISECONDS.toNanos(50);

		/** What was due longer ago is not made up for: the load would be another one. */
		private static final long BEHIND = TimeUnit.SECONDS.toNanos(1);

		/**
		 * What a server has not begun when it says that it goes away is to be sent again
		 * (RFC 9113, 6.8), which an older client leaves to its user (JDK-8335181).
		 */
		private static final boolean SENDS_AGAIN = Runtime.version().feature() >= 24;

		private static final byte[] BODY = "y".repeat(100_000).getBytes(StandardCharsets.US_ASCII);

		private final Load load;

		private final Kind kind;

		private final HttpClient http2;

		private Connection connection;

		Client(Load load, Kind kind) {
			this.load = load;
			this.kind = kind;
			this.http2 = (kind != Kind.HTTP2) ? null
					: HttpClient.newBuilder()
						.version(HttpClient.Version.HTTP_2)
						.sslContext(load.context)
						.connectTimeout(Load.CONNECT_TIME_OUT)
						.build();
		}

		@Override
		public void run() {
			try {
				loop();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			finally {
				close();
			}
		}

		/**
		 * Measures from the time at which the request was due, as who waits for an answer
		 * does.
		 */
		private void loop() throws InterruptedException {
			long due = System.nanoTime();
			while (true) {
				switch (this.load.next(due)) {
					case END -> {
						return;
					}
					case PAUSE -> {
						close();
						this.load.awaitResume();
						due = System.nanoTime();
					}
					case REQUEST -> {
						Phase phase = this.load.tally.phase();
						try {
							request();
							this.load.tally.answered(this.kind, phase, System.nanoTime() - due);
							due = (this.kind.interval > 0)
									? Math.max(due + this.kind.interval, System.nanoTime() - BEHIND) : System.nanoTime();
						}
						catch (IOException | RuntimeException ex) {
							close();
							this.load.tally.failed(this.kind, ex.toString());
							due = System.nanoTime() + AFTER_A_FAILURE;
						}
					}
				}
			}
		}

		private void request() throws IOException, InterruptedException {
			switch (this.kind) {
				case KEEP_ALIVE, PER_CONNECTION, SELDOM -> expect("Hello", exchange("GET", "/greeting", new byte[0]));
				case UPLOAD -> expect(Integer.toString(BODY.length), exchange("POST", "/upload", BODY));
				case SLOW -> expect("x".repeat(1024 * 1024), exchange("GET", "/download", new byte[0]));
				case LATE -> expect("Late", exchange("GET", "/late", new byte[0]));
				case HTTP2 -> http2();
			}
		}

		private String exchange(String method, String path, byte[] body) throws IOException {
			boolean persistent = this.kind.isPersistent();
			byte[] head = (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
					+ (persistent ? "" : "Connection: close\r\n")
					+ ((body.length > 0)
							? "Content-Type: application/octet-stream\r\nContent-Length: " + body.length + "\r\n" : "")
					+ "\r\n").getBytes(StandardCharsets.US_ASCII);
			try {
				return exchange(head, body);
			}
			catch (ClosedIdleException ex) {
				close();
				this.load.tally.closedIdle(this.kind);
				return exchange(head, body);
			}
		}

		private String exchange(byte[] head, byte[] body) throws IOException {
			if (this.connection == null) {
				this.connection = this.load.connect(this.kind == Kind.SLOW);
			}
			String answer = this.connection.exchange(head, (this.kind == Kind.SLOW) ? 1 : head.length, body,
					(this.kind == Kind.SLOW) ? 64 * 1024 : Integer.MAX_VALUE);
			if (this.connection.isLast()) {
				close();
			}
			else if (!this.kind.isPersistent()) {
				throw new IOException("The answer does not say Connection: close");
			}
			return answer;
		}

		private void http2() throws IOException, InterruptedException {
			URI uri = URI.create("https://127.0.0.1:" + this.load.address.getPort() + "/greeting");
			HttpRequest request = HttpRequest.newBuilder(uri).timeout(Load.READ_TIME_OUT).build();
			HttpResponse<String> response;
			try {
				response = this.http2.send(request, HttpResponse.BodyHandlers.ofString());
			}
			catch (IOException ex) {
				if (SENDS_AGAIN || !String.valueOf(ex.getMessage()).contains("GOAWAY")) {
					throw ex;
				}
				this.load.tally.closedIdle(this.kind);
				response = this.http2.send(request, HttpResponse.BodyHandlers.ofString());
			}
			expect("200 HTTP_2 Hello", response.statusCode() + " " + response.version() + " " + response.body());
		}

		private static void expect(String expected, String answer) throws IOException {
			if (!answer.equals(expected)) {
				throw new IOException("The answer is " + answer.length() + " long: "
						+ answer.substring(0, Math.min(100, answer.length())));
			}
		}

		private void close() {
			if (this.connection != null) {
				this.connection.close();
			}
			this.connection = null;
		}

	}

	/**
	 * A connection of HTTP/1.1.
	 */
	static final class Connection implements Closeable {

		private static final long BREAK = TimeUnit.MILLISECONDS.toNanos(10);

		private final Socket socket;

		private final InputStream in;

		private final OutputStream out;

		private int requests;

		private boolean last;

		Connection(Socket socket) throws IOException {
			this.socket = socket;
			this.in = new BufferedInputStream(socket.getInputStream());
			this.out = socket.getOutputStream();
		}

		/** Whether the server said that it closes the connection. */
		boolean isLast() {
			return this.last;
		}

		/**
		 * Sends a request, its head so many bytes at a time, and reads the body of the
		 * answer so many bytes at a time, with breaks.
		 */
		String exchange(byte[] head, int sent, byte[] body, int read) throws IOException {
			this.requests++;
			int first;
			try {
				for (int i = 0; i < head.length; i += sent) {
					send(head, i, sent);
				}
				for (int i = 0; i < body.length; i += 1000) {
					send(body, i, 1000);
				}
				first = this.in.read();
				if (first == -1) {
					throw new EOFException("closed without an answer");
				}
			}
			catch (SocketTimeoutException ex) {
				throw ex;
			}
			catch (IOException ex) {
				if (this.requests > 1) {
					throw new ClosedIdleException();
				}
				throw ex;
			}
			return answer((char) first + line(), read);
		}

		private void send(byte[] bytes, int offset, int length) throws IOException {
			this.out.write(bytes, offset, Math.min(length, bytes.length - offset));
			if (offset + length < bytes.length) {
				LockSupport.parkNanos(BREAK);
			}
		}

		private String answer(String status, int piece) throws IOException {
			int length = -1;
			for (String line = line(); !line.isEmpty(); line = line()) {
				String[] header = line.toLowerCase(Locale.ROOT).split(": *", 2);
				if (header[0].equals("content-length")) {
					length = Integer.parseInt(header[1]);
				}
				this.last |= header[0].equals("connection") && header[1].contains("close");
			}
			if (!status.startsWith("HTTP/1.1 200")) {
				throw new IOException(status);
			}
			if (length < 0) {
				throw new IOException("The answer has no Content-Length");
			}
			byte[] body = new byte[length];
			for (int i = 0; i < length;) {
				int read = this.in.readNBytes(body, i, Math.min(piece, length - i));
				if (read == 0) {
					throw new EOFException("closed after " + i + " of " + length + " bytes");
				}
				i += read;
				if (i < length) {
					LockSupport.parkNanos(5 * BREAK);
				}
			}
			return new String(body, StandardCharsets.US_ASCII);
		}

		private String line() throws IOException {
			StringBuilder line = new StringBuilder();
			for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
				if (next == -1) {
					throw new EOFException("closed in the head of the answer");
				}
				line.append((char) next);
			}
			return line.toString().stripTrailing();
		}

		@Override
		public void close() {
			try {
				this.socket.close();
			}
			catch (IOException ex) {
				// it has served
			}
		}

	}

	/**
	 * The server closed a connection on which it had answered before, and no byte of
	 * another answer came: HTTP lets it, and lets the client send the request again (RFC
	 * 9112, 9.3.1).
	 */
	static final class ClosedIdleException extends IOException {

		private static final long serialVersionUID = 1;

	}

	/**
	 * What became of the requests.
	 */
	static final class Tally {

		private static final int REASONS = 20;

		private final long begin = System.nanoTime();

		private final Map<Kind, int[]> counts = new EnumMap<>(Kind.class);

		private final Map<Phase, List<Long>> latencies = new EnumMap<>(Phase.class);

		private final List<String> reasons = new ArrayList<>();

		private Phase phase = Phase.WARM_UP;

		private long connections;

		Tally() {
			for (Kind kind : Kind.values()) {
				this.counts.put(kind, new int[3]);
			}
			for (Phase phase : Phase.values()) {
				this.latencies.put(phase, new ArrayList<>());
			}
		}

		synchronized void enter(Phase phase) {
			this.phase = phase;
		}

		synchronized Phase phase() {
			return this.phase;
		}

		synchronized void connected() {
			this.connections++;
		}

		synchronized void answered(Kind kind, Phase begun, long nanos) {
			this.counts.get(kind)[0]++;
			if (kind.isTimed()) {
				this.latencies.get((begun == Phase.DURING) ? begun : this.phase).add(nanos);
			}
		}

		synchronized void failed(Kind kind, String reason) {
			this.counts.get(kind)[1]++;
			if (this.reasons.size() < REASONS) {
				this.reasons.add(String.format(Locale.ROOT, "%.3f s, %s, %s: %s",
						(System.nanoTime() - this.begin) / 1e9, this.phase, kind, reason));
			}
		}

		synchronized void closedIdle(Kind kind) {
			this.counts.get(kind)[2]++;
		}

		synchronized int count() {
			return sum(0) + sum(1);
		}

		synchronized int failed() {
			return sum(1);
		}

		private int sum(int column) {
			return this.counts.values().stream().mapToInt((row) -> row[column]).sum();
		}

		synchronized void print() {
			System.out.println("client          answered  failed  closed idle");
			this.counts.forEach((kind, row) -> System.out.printf("%-14s  %8d  %6d  %11d%n", kind, row[0], row[1],
					row[2]));
			System.out.printf("%-14s  %8d  %6d  %11d  on %d connections of HTTP/1.1%n", "all", sum(0), sum(1), sum(2),
					this.connections);
			this.reasons.forEach((reason) -> System.out.println("  " + reason));
			System.out.println("latency  requests   p50 ms   p99 ms   max ms");
			for (Phase phase : List.of(Phase.BEFORE, Phase.DURING, Phase.AFTER)) {
				long[] sorted = this.latencies.get(phase).stream().mapToLong(Long::longValue).sorted().toArray();
				System.out.printf(Locale.ROOT, "%-7s  %8d %8.2f %8.2f %8.1f%n", phase.name().toLowerCase(Locale.ROOT),
						sorted.length, percentile(sorted, 0.5), percentile(sorted, 0.99), percentile(sorted, 1));
			}
		}

		private static double percentile(long[] sorted, double part) {
			return (sorted.length > 0) ? sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6 : Double.NaN;
		}

	}

	record Footprint(long pid, long descriptors, long files, int processes, long mebibytes) {

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "%-7d  %11d  %5d  %9d  %12d", this.pid, this.descriptors,
					this.files, this.processes, this.mebibytes);
		}

	}

}
