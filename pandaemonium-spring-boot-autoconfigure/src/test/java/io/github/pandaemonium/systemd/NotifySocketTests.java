package io.github.pandaemonium.systemd;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.NotifyReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NotifySocket}, against real sockets.
 */
class NotifySocketTests {

	@TempDir
	private Path directory;

	private final List<String> complaints = new ArrayList<>();

	@Test
	void datagramComesToAPath() {
		Path path = this.directory.resolve("Füße");
		try (NotifyReceiver receiver = NotifyReceiver.on(path)) {
			assertThat(socket(path.toString()).send(Notification.empty().status("größer").ready(), true)).isTrue();
			receiver.await("READY=1");
			assertThat(receiver.texts()).containsExactly("STATUS=größer\nREADY=1");
		}
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void datagramComesToAnAbstractNameOfExactlyItsLength() {
		String name = UUID.randomUUID().toString();
		try (NotifyReceiver receiver = NotifyReceiver.abstractly(name)) {
			assertThat(socket("@" + name).send(Notification.empty().ready(), true)).isTrue();
			receiver.await("READY=1");
		}
		assertThat(this.complaints).isEmpty();
	}

	@Test
	void longestNamesAreTaken() {
		String name = "n".repeat(107 - 36) + UUID.randomUUID();
		try (NotifyReceiver receiver = NotifyReceiver.abstractly(name)) {
			socket("@" + name).send(Notification.empty().ready(), true);
			receiver.await("READY=1");
		}
	}

	@Test
	void socketThatIsGoneIsToldOnce() {
		NotifySocket socket = socket(this.directory.resolve("gone").toString());
		assertThat(socket.send(Notification.empty().ready(), true)).isTrue();
		assertThat(socket.send(Notification.empty().ready(), true)).isTrue();
		assertThat(this.complaints).singleElement()
			.asString()
			.startsWith("The supervisor is not told, since NOTIFY_SOCKET '" + this.directory)
			.contains("ENOENT");
	}

	@Test
	void fullQueueIsWaitedForAMomentOnly() {
		Path path = this.directory.resolve("deaf");
		try (NotifyReceiver receiver = NotifyReceiver.deaf(path)) {
			NotifySocket socket = socket(path.toString());
			int sent = 0;
			while (socket.send(Notification.empty().ready(), false)) {
				sent++;
				assertThat(sent).isLessThan(100_000);
			}
			long start = System.nanoTime();
			assertThat(socket.send(Notification.empty().ready(), true)).isFalse();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(90),
					Duration.ofSeconds(5));
		}
		assertThat(this.complaints).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "'' | it is empty", "run/x | neither an absolute path nor an abstract name",
			"@ | neither an absolute path nor an abstract name", "vsock:2:1234 | sockets of the kind" })
	void valueThatIsNoSocketIsNamed(String value, String reason) {
		assertThatExceptionOfType(InvalidVariableException.class).isThrownBy(() -> socket(value))
			.withMessageStartingWith("NOTIFY_SOCKET='" + value + "' is ignored, since ")
			.withMessageContaining(reason);
	}

	@Test
	void nameThatIsTooLongIsRefused() {
		assertThat(socket("/" + "x".repeat(106))).isNotNull();
		assertThatExceptionOfType(InvalidVariableException.class).isThrownBy(() -> socket("/" + "x".repeat(107)))
			.withMessageContaining("longer than the address of a socket can be");
		assertThatExceptionOfType(InvalidVariableException.class).isThrownBy(() -> socket("@" + "x".repeat(108)));
	}

	@Test
	void failureOfSocketDoesNoHarm() {
		FakePosix posix = new FakePosix().failing("socket", "EMFILE");
		assertThat(NotifySocket.of(posix, "/x", this.complaints::add).send(Notification.empty().ready(), true))
			.isTrue();
		assertThat(this.complaints).singleElement().asString().contains("EMFILE");
	}

	private NotifySocket socket(String value) {
		return NotifySocket.of(NativeAccess.posix(),
				new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), this.complaints::add);
	}

}
