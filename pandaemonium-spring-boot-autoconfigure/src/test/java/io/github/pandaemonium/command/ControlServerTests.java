package io.github.pandaemonium.command;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ControlServer} and {@link ControlClient}.
 */
@Timeout(60)
class ControlServerTests {

	private static final Consumer<HandoverOffer> NO_HANDOVER = (offer) -> {
	};

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int SELF = (int) ProcessHandle.current().pid();

	@RegisterExtension
	final Launches launches = new Launches();

	private final List<AutoCloseable> opened = new ArrayList<>();

	private Path pidFile;

	private Path socket;

	@BeforeEach
	void choose() {
		this.pidFile = this.launches.directory().resolve("x.pid");
		this.socket = this.pidFile.resolveSibling("x.pid.sock");
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable closeable : this.opened) {
			closeable.close();
		}
	}

	@Test
	void answers() throws Exception {
		ControlServer server = open();
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.socket))).isEqualTo("rw-------");
		assertThat(ask("hello")).contains(Map.of("request", "hello"));
		assertThat(ask("quote \" back \\ tab \t / \u009b ü, {[:]}"))
			.contains(Map.of("request", "quote \" back \\ tab \t / \u009b ü, {[:]}"));
		server.close();
		assertThat(this.socket).doesNotExist();
		assertThat(ask("hello")).isEmpty();
		server.close();
	}

	@Test
	void rehearsalIsAStatusForNobody() throws Exception {
		CompletableFuture<String> asked = new CompletableFuture<>();
		ControlServer server = ControlServer.open(NativeAccess.posix(), this.pidFile, (request) -> {
			asked.complete(request);
			return Map.of("mode", "detached");
		}, NO_HANDOVER);
		this.opened.add(server);
		server.rehearse();
		assertThat(asked.get(20, TimeUnit.SECONDS)).isEqualTo("status");
		assertThat(ask("status")).contains(Map.of("mode", "detached"));
	}

	@Test
	void answerThatIsTooLongIsNoAnswer() throws Exception {
		open();
		assertThatIOException().isThrownBy(() -> ask("x".repeat(10_000) + "\\".repeat(30_000)))
			.withMessageContaining("too long");
	}

	@Test
	void clientThatSaysNothingHindersNobody() throws Exception {
		open();
		connect();
		connect().write(ByteBuffer.wrap("half a li".getBytes()));
		assertThat(ask("hello")).contains(Map.of("request", "hello"));
	}

	@Test
	void clientThatSaysNothingIsSentAway() throws Exception {
		open();
		assertThat(connect().read(ByteBuffer.allocate(1))).isEqualTo(-1);
	}

	@Test
	void moreClientsThanThereAreThreadsAreSentAway() throws Exception {
		CountDownLatch busy = new CountDownLatch(16);
		CountDownLatch release = new CountDownLatch(1);
		this.opened.add(ControlServer.open(NativeAccess.posix(), this.pidFile, (request) -> {
			busy.countDown();
			await(release);
			return Map.of();
		}, NO_HANDOVER));
		for (int i = 0; i < 16; i++) {
			connect().write(ByteBuffer.wrap("x\n".getBytes()));
		}
		busy.await();
		assertThatIOException().isThrownBy(() -> ask("hello"));
		release.countDown();
	}

	@Test
	void answerThatDoesNotComeIsNotWaitedForLonger() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.opened.add(ControlServer.open(NativeAccess.posix(), this.pidFile, (request) -> {
			await(release);
			return Map.of();
		}, NO_HANDOVER));
		assertThatIOException().isThrownBy(() -> ControlClient.ask(this.pidFile, SELF, "hello", Duration.ofMillis(50)));
		release.countDown();
	}

	@Test
	void serverThatAcceptsNobodyIsNotWaitedFor() throws Exception {
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		this.opened.add(server);
		server.bind(UnixDomainSocketAddress.of(this.socket), 1);
		List<SocketChannel> queue = new ArrayList<>();
		boolean full = false;
		while (!full) {
			SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
			this.opened.add(channel);
			channel.configureBlocking(false);
			full = !isConnected(channel);
			queue.add(channel);
		}
		assertThat(queue).hasSizeLessThan(100);
		assertThat(ask("hello")).isEmpty();
	}

	@Test
	void socketOfADeadDaemonIsReplaced() throws Exception {
		ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		dead.bind(UnixDomainSocketAddress.of(this.socket));
		dead.close();
		assertThat(Files.exists(this.socket, LinkOption.NOFOLLOW_LINKS)).isTrue();
		assertThat(ask("hello")).isEmpty();
		open();
		assertThat(ask("hello")).contains(Map.of("request", "hello"));
	}

	@Test
	void socketOfTheNextDaemonIsLeftAlone() throws Exception {
		ControlServer old = open();
		open();
		old.close();
		assertThat(ask("hello")).contains(Map.of("request", "hello"));
	}

	@Test
	void whatIsNoSocketIsLeftAlone() throws Exception {
		Files.writeString(this.socket, "precious");
		assertThatIOException().isThrownBy(this::open);
		assertThat(this.socket).hasContent("precious");
		Files.delete(this.socket);
		Path target = Files.writeString(this.socket.resolveSibling("target"), "precious");
		Files.createSymbolicLink(this.socket, target);
		assertThatIOException().isThrownBy(this::open);
		assertThat(this.socket).isSymbolicLink();
		assertThat(ask("hello")).isEmpty();
		Files.delete(this.socket);
		assertThat(this.launches.command("mkfifo", this.socket.toString()).run().status()).isZero();
		assertThatIOException().isThrownBy(this::open);
		assertThat(Files.exists(this.socket)).isTrue();
	}

	@Test
	void pathThatIsTooLongIsAnIoException() throws Exception {
		this.pidFile = Files.createDirectories(this.pidFile.resolveSibling("x".repeat(120))).resolve("x.pid");
		assertThatIOException().isThrownBy(this::open);
		assertThat(ask("hello")).isEmpty();
	}

	@Test
	void directoryThatIsNotThereIsAnIoException() {
		this.pidFile = this.pidFile.resolveSibling("none").resolve("x.pid");
		assertThatIOException().isThrownBy(this::open);
	}

	@Test
	void socketOfAnotherProcessesUserIsNotAsked() throws Exception {
		Users.assumeRootAndNobody();
		open();
		int other = (int) this.launches.command("sleep", "600").as(Users.NOBODY).start().pid();
		// until setpriv(1) has become that user
		while (!Files.getOwner(Path.of("/proc", Integer.toString(other))).getName().equals(Users.NOBODY)) {
			Thread.onSpinWait();
		}
		assertThat(ControlClient.ask(this.pidFile, other, "hello", PATIENCE)).isEmpty();
	}

	@Test
	void otherUsersAreRefused() throws Exception {
		Users.assumeRootAndNobody();
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "there is no perl");
		open();
		// as one is who was quicker than the change of the mode
		Files.setPosixFilePermissions(this.socket, PosixFilePermissions.fromString("rwxrwxrwx"));
		String script = "use IO::Socket::UNIX; $SIG{PIPE} = 'IGNORE'; my $s = IO::Socket::UNIX->new($ARGV[0]) or die; "
				+ "print $s \"hello\\n\"; $s->flush; print \"answer: \", scalar(<$s>) // 'none';";
		assertThat(this.launches.command("perl", "-e", script, this.socket.toString()).run().out())
			.isEqualTo("answer: {\"request\":\"hello\"}\n");
		assertThat(this.launches.command("perl", "-e", script, this.socket.toString()).as(Users.NOBODY).run().out())
			.isEqualTo("answer: none");
	}

	private ControlServer open() throws IOException {
		ControlServer server = ControlServer.open(NativeAccess.posix(), this.pidFile,
				(request) -> Map.of("request", request), NO_HANDOVER);
		this.opened.add(server);
		return server;
	}

	private boolean isConnected(SocketChannel channel) {
		try {
			return channel.connect(UnixDomainSocketAddress.of(this.socket));
		}
		catch (IOException ex) {
			return false; // EAGAIN
		}
	}

	private SocketChannel connect() throws IOException {
		SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(this.socket));
		this.opened.add(channel);
		return channel;
	}

	private Optional<Map<String, Object>> ask(String request) throws IOException {
		return ControlClient.ask(this.pidFile, SELF, request, PATIENCE);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
