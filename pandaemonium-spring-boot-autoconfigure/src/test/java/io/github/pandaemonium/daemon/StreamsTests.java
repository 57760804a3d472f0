package io.github.pandaemonium.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pandaemonium.posix.FakePosix;
import io.github.pandaemonium.posix.Posix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Streams}.
 */
class StreamsTests {

	private static final int OUTPUT = Posix.O_WRONLY | Posix.O_CREAT | Posix.O_APPEND | Posix.O_NOCTTY;

	private static final int INPUT = Posix.O_RDONLY | Posix.O_NOCTTY;

	private final FakePosix posix = new FakePosix();

	private final DaemonBuilder builder = Daemon.builder();

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void createFile() throws IOException {
		this.file = Files.createFile(this.directory.resolve("file"));
	}

	@Test
	void everythingIsOpenedBeforeAnythingIsReplaced() {
		this.builder.stdin(Path.of("/in")).stdout(Path.of("/out")).stderr(Path.of("/err"));
		streams().redirect();
		assertThat(this.posix.calls()).containsExactly("open(/in, " + INPUT + ", 666)",
				"open(/out, " + OUTPUT + ", 666)", "open(/err, " + OUTPUT + ", 666)", "dup2(1000, 0)", "close(1000)",
				"dup2(1001, 1)", "close(1001)", "dup2(1002, 2)", "close(1002)");
	}

	@Test
	void textIsReadFromMemory() {
		this.builder.stdinText("Füße");
		streams().redirect();
		assertThat(this.posix.calls()).startsWith("memfdCreate(stdin)", "write(1000, Füße)", "rewind(1000)")
			.contains("dup2(1000, 0)");
	}

	@Test
	void fileThatCantBeOpenedIsToldAndTheStreamsStay() {
		this.posix.failing("open", "EACCES");
		assertThatExceptionOfType(DaemonException.class).isThrownBy(() -> streams().redirect())
			.withMessage("Unable to redirect stdin to '/dev/null': Permission denied (EACCES)")
			.satisfies((ex) -> {
				assertThat(ex.getStage()).isEqualTo(Stage.STREAMS);
				assertThat(ex.getErrno()).isEqualTo(13);
			});
		assertThat(this.posix.calls("dup2")).isEmpty();
	}

	@Test
	void outputIsOpenedAgain() {
		this.builder.stdout(this.file).stderr(this.directory.resolve("new"));
		streams().reopen();
		assertThat(this.posix.calls("open", "dup2", "close")).containsExactly(
				"open(" + this.file + ", " + OUTPUT + ", 666)", "dup2(1000, 1)", "close(1000)",
				"open(" + this.directory.resolve("new") + ", " + OUTPUT + ", 666)", "dup2(1001, 2)", "close(1001)");
	}

	@Test
	void deviceIsNotOpenedAgain() {
		this.builder.stdout(Path.of("/dev/null")).stderr(Path.of("/dev/null"));
		streams().reopen();
		assertThat(this.posix.calls()).isEmpty();
	}

	@Test
	void fileThatCantBeOpenedAgainIsToldAndTheStreamStays() {
		this.builder.stdout(this.directory.resolve("out")).stderr(this.directory.resolve("err"));
		this.posix.failing("open", "ENOSPC");
		assertThatExceptionOfType(DaemonException.class).isThrownBy(() -> streams().reopen())
			.withMessage("Unable to redirect stdout to '" + this.directory.resolve("out")
					+ "': No space left on device (ENOSPC)")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.hasToString(DaemonException.class.getName() + ": Unable to redirect stderr to '"
						+ this.directory.resolve("err") + "': No space left on device (ENOSPC)"));
		assertThat(this.posix.calls("dup2")).isEmpty();
	}

	@Test
	void filesThatCanBeAreAccepted() {
		this.builder.stdin(this.file).stdout(this.file).stderr(this.directory.resolve("new"));
		assertThatNoException().isThrownBy(() -> streams().check());
	}

	@Test
	void relativeFileIsRefused() {
		this.builder.stdout(Path.of("x.log"));
		assertRefused("Invalid stdout 'x.log': it is not the absolute path of a file");
	}

	@Test
	void missingDirectoryIsRefused() {
		this.builder.stderr(this.directory.resolve("none/x.log"));
		assertRefused("Invalid stderr '" + this.directory.resolve("none/x.log") + "': the directory '"
				+ this.directory.resolve("none") + "' does not exist");
	}

	@Test
	void fileInPlaceOfTheDirectoryIsRefused() {
		this.builder.stdout(this.file.resolve("x.log"));
		assertRefused("Invalid stdout '" + this.file.resolve("x.log") + "': '" + this.file + "' is not a directory");
	}

	@Test
	void directoryIsRefused() {
		this.builder.stdout(this.directory);
		assertRefused("Invalid stdout '" + this.directory + "': it is a directory");
	}

	@Test
	void missingInputIsRefusedUnlessThereIsAText() {
		this.builder.stdin(this.directory.resolve("none"));
		assertRefused("Invalid stdin '" + this.directory.resolve("none") + "': there is no such file");
		this.builder.stdinText("");
		assertThatNoException().isThrownBy(() -> streams().check());
	}

	private void assertRefused(String message) {
		assertThatExceptionOfType(InvalidOptionException.class).isThrownBy(() -> streams().check())
			.withMessage(message);
	}

	private Streams streams() {
		return new Streams(this.posix, this.builder.options());
	}

}
