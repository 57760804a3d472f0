package io.github.pandaemonium.sample.web;

import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Ports;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The real inetd as the super server, with the line of {@code samples/inetd}.
 */
@Tag("any-java")
class InetdIT {

	private static final Path INETD = Path.of("/usr/sbin/inetd");

	@RegisterExtension
	final Launches launches = new Launches();

	@Test
	void aConnectionStartsItAndIdlenessEndsIt() throws Exception {
		Users.assumeRootAndNobody();
		Assumptions.assumeTrue(Files.isExecutable(INETD), "there is no " + INETD + ": install openbsd-inetd");
		WebSample sample = WebSample.ordinary(this.launches);
		int port = Ports.free();
		Path configuration = sample.directory().resolve("inetd.conf");
		Files.writeString(configuration, line(sample, port));
		this.launches.command(INETD.toString(), "-i", configuration.toString()).in(sample.directory()).start();
		await().atMost(WebSample.PATIENCE).until(() -> listens(port));

		Proc first = new Proc(pid(port));
		assertThat(first.numbers("Uid").get(0)).isEqualTo(Users.id("nobody"));
		assertThat(first.files()).containsEntry(0, "/dev/null")
			.containsEntry(1, "/dev/null")
			.containsEntry(2, sample.directory().resolve("err").toString());
		first.awaitEnd();
		assertThat(sample.log()).contains("Tomcat started on port " + port + " (http)")
			.contains("There was no connection for 4000 ms (pandaemonium.idle-timeout): the application ends")
			.contains("Graceful shutdown complete");
		assertThat(Files.readString(sample.directory().resolve("err"))).isEmpty();

		assertThat(pid(port)).isNotEqualTo(first.pid());
	}

	/**
	 * inetd splits at blanks, and gives the program no environment of ours.
	 */
	private static String line(WebSample sample, int port) throws Exception {
		String directory = sample.directory().toString();
		return Files.readAllLines(Path.of("..", "inetd", "sample-web.conf"))
			.stream()
			.filter((line) -> !line.startsWith("#"))
			.findFirst()
			.orElseThrow()
			.replace("127.0.0.1:8080", "127.0.0.1:" + port)
			.replace("/usr/bin/java", Java.home().resolve("bin/java").toString())
			.replace("/usr/local/lib/sample-web", directory)
			.replace("/var/log/sample-web/sample-web.err", directory + "/err")
			.replace("/var/log/sample-web", directory)
			.replace("idle-timeout=10m", "idle-timeout=4s") + "\n";
	}

	/**
	 * A connection that is kept alive would keep the application too.
	 */
	private static long pid(int port) throws Exception {
		URLConnection connection = URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
		connection.setRequestProperty("Connection", "close");
		connection.setReadTimeout((int) WebSample.PATIENCE.toMillis());
		String answer;
		try (InputStream in = connection.getInputStream()) {
			answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		Map<String, Object> process = JsonParserFactory.getJsonParser().parseMap(answer);
		assertThat(process).containsEntry("mode", "SUPERVISED");
		return ((Number) process.get("pid")).longValue();
	}

	private static boolean listens(int port) throws Exception {
		String address = String.format("0100007F:%04X 00000000:0000 0A", port); // proc_pid_net(5)
		return Files.readString(Path.of("/proc/net/tcp")).contains(address);
	}

}
