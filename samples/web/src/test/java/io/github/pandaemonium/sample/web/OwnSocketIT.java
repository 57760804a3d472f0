package io.github.pandaemonium.sample.web;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;

import io.github.pandaemonium.test.Java;
import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Ports;
import io.github.pandaemonium.test.Proc;
import io.github.pandaemonium.test.Result;
import io.github.pandaemonium.test.Started;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sockets that the launcher opens: the port may be root's, and the daemon is not.
 */
class OwnSocketIT {

	/** Ports that only root may listen on, and that hardly anyone does. */
	private static final int FIRST = 600;

	private static final int LAST = 1023;

	@RegisterExtension
	final Launches launches = new Launches();

	private final WebSample sample = WebSample.ordinary(this.launches);

	@Test
	void aPortOfRootIsServedByAnotherUser() throws Exception {
		Users.assumeRootAndNobody();
		int port = privilegedPort();
		Launch launch = this.sample.byRoot(daemon(":" + port));
		Proc daemon = this.sample.start(launch);
		assertThat(this.sample.json("/")).containsEntry("user", "nobody").containsEntry("mode", "DETACHED");
		assertThat(this.sample.log()).contains("Tomcat started on port " + port + " (http)");
		assertThat(daemon.numbers("Uid")).containsOnly(Users.id("nobody"));
		assertThat(daemon.status("CapEff")).isEqualTo("0000000000000000");
		assertThat(daemon.status("CapPrm")).isEqualTo("0000000000000000");
		Result curl = this.launches
			.command("curl", "-gsS", "--max-time", "30", "http://127.0.0.1:" + port + "/greeting",
					"http://[::1]:" + port + "/greeting")
			.run();
		assertThat(curl.out()).as("%s", curl).isEqualTo("HelloHello");

		// the port is taken, by ourselves: the lock says so first
		Result again = launch.run();
		assertThat(again.err()).contains("process " + daemon.pid() + " holds");

		this.sample.stop();
		// the first thread of a JVM may be gone a little before the last
		await().atMost(WebSample.PATIENCE).until(() -> !listens(port));
	}

	@Test
	void aKeyThatOnlyRootMayReadIsReadBefore() throws Exception {
		Users.assumeRootAndNobody();
		Path directory = this.launches.directory();
		Path key = directory.resolve("web.key");
		Path certificate = writeKeyPair(directory, key);
		Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
		Path probes = this.sample
			.probes("io.github.pandaemonium.context.DaemonStep=io.github.pandaemonium.sample.probe.PrivateKeyStep\n");
		int port = privilegedPort();
		Proc daemon = this.sample.start(this.sample.byRoot(this.sample
			.java("-Dprobe.key=" + key, "-Dloader.path=" + probes, "-cp", this.sample.jarFile().toString(),
					"org.springframework.boot.loader.launch.PropertiesLauncher")
			.and("--pandaemonium.socket.address=127.0.0.1:" + port, "--server.ssl.bundle=web",
					"--spring.ssl.bundle.pem.web.keystore.certificate=file:" + certificate)));
		assertThat(daemon.numbers("Uid")).containsOnly(Users.id("nobody"));
		Result curl = this.launches
			.command("curl", "-sS", "--max-time", "30", "--cacert", certificate.toString(),
					"https://127.0.0.1:" + port + "/greeting")
			.run();
		assertThat(curl.out()).as("%s", curl).isEqualTo("Hello");
		assertThat(daemon.cmdline()).noneMatch((argument) -> argument.contains("PRIVATE KEY"));
		this.sample.stop();
	}

	/** Returns the certificate. */
	private Path writeKeyPair(Path directory, Path key) throws Exception {
		String store = directory.resolve("web.p12").toString();
		String password = "changeit";
		Result result = this.launches
			.command(Java.assumeTool("keytool"), "-genkeypair", "-alias", "web", "-keyalg", "EC", "-dname", "CN=web",
					"-ext", "SAN=ip:127.0.0.1", "-storetype", "PKCS12", "-storepass", password, "-keystore", store)
			.run();
		assertThat(result.status()).as("%s", result).isZero();
		KeyStore keys = KeyStore.getInstance(new File(store), password.toCharArray());
		Files.writeString(key, pem("PRIVATE KEY", keys.getKey("web", password.toCharArray()).getEncoded()));
		return Files.writeString(directory.resolve("web.crt"),
				pem("CERTIFICATE", keys.getCertificate("web").getEncoded()));
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type,
				Base64.getMimeEncoder().encodeToString(content));
	}

	@Test
	void aPortOfRootInAProcessThatReplacesItself() throws Exception {
		Users.assumeRootAndNobody();
		int port = privilegedPort();
		Started application = this.sample
			.byRoot(this.sample
				.java("-cp", this.sample.jarFile().toString(), "org.springframework.boot.loader.launch.JarLauncher")
				.and("--pandaemonium.detach=never", "--pandaemonium.socket.address=127.0.0.1:" + port))
			.start();
		await().atMost(WebSample.PATIENCE)
			.until(() -> !application.isAlive() || this.sample.log().contains("Started WebApplication"));
		assertThat(this.sample.json("/")).containsEntry("pid", (int) application.pid())
			.containsEntry("user", "nobody")
			.containsEntry("mode", "SUPERVISED");
		assertThat(application.proc().status("CapEff")).isEqualTo("0000000000000000");
		application.signal("TERM");
		assertThat(application.await().status()).isZero();
	}

	@Test
	void withoutTheManifestsHelpAndAtAnyPort() {
		this.sample.start(this.sample
			.java("-cp", this.sample.jarFile().toString(), "org.springframework.boot.loader.launch.JarLauncher")
			.and("--pandaemonium.socket.address=localhost:0"));
		assertThat(this.sample.get("/greeting")).isEqualTo("Hello");
		assertThat(this.sample.daemon().cmdline()).contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
		this.sample.stop();
	}

	@Test
	void inTheForeground() throws Exception {
		for (String manifest : new String[] { "-jar", "-cp" }) {
			int port = Ports.free();
			Launch launch = manifest.equals("-jar") ? this.sample.quickJar() : this.sample.java("-cp",
					this.sample.jarFile().toString(), "org.springframework.boot.loader.launch.JarLauncher");
			Started application = launch.and("--foreground", "--pandaemonium.socket.address=localhost:" + port).start();
			await().atMost(WebSample.PATIENCE)
				.until(() -> !application.isAlive() || application.out().contains("Started WebApplication"));
			assertThat(this.sample.get("/greeting", port)).isEqualTo("Hello");
			application.signal("TERM");
			application.await();
		}
	}

	@Test
	void badInputIsToldAndNothingIsStarted() throws Exception {
		try (ServerSocket taken = new ServerSocket()) {
			taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			String address = "127.0.0.1:" + taken.getLocalPort();
			refused("pandaemonium.socket.address=" + address + ": another process listens there",
					"--pandaemonium.socket.address=" + address);
			refused("pandaemonium.sockets.smtp.address=" + address + ": another process listens there",
					"--pandaemonium.socket.address=:0", "--pandaemonium.sockets.smtp.address=" + address);
			Result doctor = this.sample.quickJar("doctor", "--pandaemonium.socket.address=" + address).run();
			assertThat(doctor.status()).isEqualTo(2);
			assertThat(doctor.out()).contains("pandaemonium.socket.address=" + address)
				.contains("another process listens there");
		}
		refused("pandaemonium.socket.address=81: it is not an address with a port", "--pandaemonium.socket.address=81");
		refused("server.port=81 contradicts it", "--pandaemonium.socket.address=:82", "--server.port=81");
		if (privileged()) {
			refused("pandaemonium.socket.address=:" + LAST + ": this user may not listen on port " + LAST,
					"--pandaemonium.socket.address=:" + LAST);
		}
	}

	private void refused(String reason, String... arguments) throws IOException {
		Result result = this.sample.quickJar(arguments).run();
		assertThat(result.status()).as("%s", result).isEqualTo(1);
		assertThat(result.err()).contains(reason).doesNotContain("\tat ");
		assertThat(this.sample.pidFile()).doesNotExist();
		assertThat(this.launches.processes()).isEmpty();
	}

	private Launch daemon(String address) {
		return this.sample.quickJar("--pandaemonium.socket.address=" + address);
	}

	/** Whether this machine keeps ports for root, see ip(7). */
	private static boolean privileged() throws IOException {
		Path first = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
		return !Files.exists(first) || Integer.parseInt(Files.readString(first).trim()) > LAST;
	}

	private static int privilegedPort() throws IOException {
		for (int port = LAST; port >= FIRST; port--) {
			try (ServerSocket socket = new ServerSocket(port)) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// taken
			}
		}
		throw new IOException("There is no free port from " + FIRST + " to " + LAST);
	}

	private static boolean listens(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
