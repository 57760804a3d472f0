package io.github.pandaemonium.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StartRecord}.
 */
class StartRecordTests {

	private static final StartRecord RECORD = new StartRecord("/a b", List.of("-Xmx1g", "-Da=b c"),
			List.of("--x=1\n2", "", "gr\u00fc\u00df % + &", "\u0080"));

	@RegisterExtension
	final Launches launches = new Launches();

	private final Posix posix = NativeAccess.posix();

	private Path pidFile;

	private Path file;

	@BeforeEach
	void choose() {
		this.pidFile = this.launches.directory().resolve("x.pid");
		this.file = this.pidFile.resolveSibling("x.pid.start");
	}

	@Test
	void isReadAsItWasWritten() throws IOException {
		assertThat(StartRecord.read(this.posix, this.pidFile)).isNull();
		assertThat(RECORD.write(this.posix, this.pidFile)).isTrue();
		assertThat(StartRecord.read(this.posix, this.pidFile)).isEqualTo(RECORD);
		StartRecord other = new StartRecord("/", List.of(), List.of());
		assertThat(other.write(this.posix, this.pidFile)).isTrue();
		assertThat(StartRecord.read(this.posix, this.pidFile)).isEqualTo(other);
		try (var files = Files.list(this.pidFile.getParent())) {
			assertThat(files).containsExactly(this.file);
		}
	}

	/**
	 * A launcher that was killed has left its temporary file, and another process has the
	 * same number now.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void takesTheNameOfWhatWasLeftAndFollowsNoLink(boolean link) throws IOException {
		Path other = Files.writeString(this.launches.directory().resolve("other"), "other");
		Path left = this.pidFile.resolveSibling("x.pid.start." + this.posix.getpid());
		if (link) {
			Files.createSymbolicLink(left, other);
		}
		else {
			permit(Files.writeString(left, "left"), "rw-rw-rw-");
		}
		assertThat(RECORD.write(this.posix, this.pidFile)).isTrue();
		assertThat(StartRecord.read(this.posix, this.pidFile)).isEqualTo(RECORD);
		assertThat(other).hasContent("other");
		assertThat(left).doesNotExist();
	}

	@Test
	void isItsOwnersAlone() throws IOException {
		RECORD.write(this.posix, this.pidFile);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.file))).isEqualTo("rw-------");
	}

	@ParameterizedTest
	@ValueSource(strings = { "rw-r--r--", "rw--w----", "rw-----w-" })
	void whatOthersMayOpenIsNotTrusted(String mode) throws IOException {
		RECORD.write(this.posix, this.pidFile);
		permit(this.file, mode);
		assertNotTrusted();
	}

	@Test
	void symbolicLinkIsNotTrusted() throws IOException {
		RECORD.write(this.posix, this.pidFile);
		Files.move(this.file, this.file.resolveSibling("other"));
		Files.createSymbolicLink(this.file, this.file.resolveSibling("other"));
		assertNotTrusted();
	}

	@Test
	void hardLinkIsNotTrusted() throws IOException {
		RECORD.write(this.posix, this.pidFile);
		Files.createLink(this.file.resolveSibling("other"), this.file);
		assertNotTrusted();
	}

	@Test
	void directoryIsNotTrusted() throws IOException {
		Files.createDirectory(this.file);
		assertNotTrusted();
	}

	@Test
	void recordOfAnotherUserIsNotTrusted() throws IOException {
		Users.assumeRootAndNobody();
		RECORD.write(this.posix, this.pidFile);
		Users.own(this.file, Users.NOBODY);
		assertNotTrusted();
	}

	@Test
	void whatIsTooLongIsNotTrusted() throws IOException {
		RECORD.write(this.posix, this.pidFile);
		Files.write(this.file, new byte[1024 * 1024 + 1]);
		assertNotTrusted();
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "command rm", "argument %zz", "\0", "option" })
	void junkIsRefused(String text) throws IOException {
		RECORD.write(this.posix, this.pidFile);
		Files.writeString(this.file, text + "\n");
		if (text.equals("option")) {
			assertThat(StartRecord.read(this.posix, this.pidFile)).isNotNull();
			return;
		}
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> StartRecord.read(this.posix, this.pidFile))
			.withMessageStartingWith("Unable to read '" + this.file + "'");
	}

	/** Who can put a file there can put any there. */
	@ParameterizedTest
	@ValueSource(strings = { "rwxrwxrwx", "rwxrwxr-x" })
	void directoryThatOthersMayWriteIsNoPlace(String mode) throws IOException {
		Path directory = this.pidFile.getParent();
		permit(directory, mode);
		assertIsNotBesideThePidFile(this.pidFile);
	}

	@Test
	void directoryThatSomebodyElseMayReplaceIsNoPlace() throws IOException {
		Path below = Files.createDirectory(this.pidFile.getParent().resolve("below"));
		permit(this.pidFile.getParent(), "rwxrwxrwx");
		assertIsNotBesideThePidFile(below.resolve("x.pid"));
	}

	@Test
	void linkThatSomebodyElseMayReplaceIsNoPlace() throws IOException {
		Path link = Files.createSymbolicLink(this.pidFile.getParent().resolve("link"), this.launches.directory());
		assertThat(RECORD.write(this.posix, link.resolve("x.pid"))).isTrue();
		assertThat(StartRecord.read(this.posix, link.resolve("x.pid"))).isEqualTo(RECORD);
		permit(this.pidFile.getParent(), "rwxrwxrwx");
		assertThat(StartRecord.read(this.posix, link.resolve("x.pid"))).isNull();
	}

	@Test
	void directoryOfAnotherUserIsNoPlace() throws IOException {
		Users.assumeRootAndNobody();
		assertIsNotBesideThePidFile(this.launches.directory(Users.NOBODY).resolve("x.pid"));
	}

	private void assertIsNotBesideThePidFile(Path pidFile) throws IOException {
		Path file = pidFile.resolveSibling("x.pid.start");
		Files.writeString(file, "argument forged\n");
		permit(file, "rw-------");
		assertThat(StartRecord.read(this.posix, pidFile)).isNull();
		boolean written = RECORD.write(this.posix, pidFile);
		assertThat(written).isEqualTo(Users.isRoot());
		assertThat(file).hasContent("argument forged\n");
		if (written) {
			assertThat(StartRecord.read(this.posix, pidFile)).isEqualTo(RECORD);
			Path directory = Path.of("/run/pandaemonium");
			assertThat(Files.getPosixFilePermissions(directory)).asString().doesNotContain("OTHERS_WRITE");
			Path record = directory.resolve(UUID.nameUUIDFromBytes(pidFile.toString().getBytes()) + ".start");
			assertThat(Files.isRegularFile(record, LinkOption.NOFOLLOW_LINKS)).isTrue();
			Files.delete(record);
		}
	}

	private void assertNotTrusted() {
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> StartRecord.read(this.posix, this.pidFile))
			.withMessageContaining("not to be trusted")
			.satisfies((ex) -> assertThat(ex.getStatus()).isEqualTo(ExitStatus.FAILED));
	}

	private static void permit(Path path, String mode) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
	}

}
