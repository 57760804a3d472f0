package io.github.pandaemonium.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Credentials;
import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Denial}, as root for {@code nobody}.
 */
class DenialTests {

	@RegisterExtension
	private final Launches launches = new Launches();

	private final Posix posix = NativeAccess.posix();

	private Credentials nobody;

	private Path open;

	private Path closed;

	@BeforeEach
	void directories() throws IOException {
		Users.assumeRootAndNobody();
		int group = (int) Users.group(Users.NOBODY);
		this.nobody = new Credentials((int) Users.id(Users.NOBODY), group, List.of(group));
		this.open = this.launches.directory();
		this.closed = this.launches.directory();
		permit(this.closed, "rwx------");
	}

	@Test
	void readableAndMissingFilesAreNotDenied() throws IOException {
		Path file = Files.writeString(this.open.resolve("file"), "");
		assertThat(find(this.open, file, this.open.resolve("none"))).isEmpty();
	}

	@Test
	void fileThatMayNotBeReadIsItsOwnCause() throws IOException {
		Path file = Files.writeString(this.open.resolve("file"), "");
		permit(file, "rw-------");
		assertThat(find(this.open, file)).containsExactly(new Denial(file, file));
		assertThat(Denial.find(this.posix, null, List.of(file))).isEmpty();
	}

	@Test
	void directoryOnTheWayIsTheCause() throws IOException {
		Path file = Files.writeString(Files.createDirectory(this.closed.resolve("inner")).resolve("file"), "");
		assertThat(find(file)).containsExactly(new Denial(file, this.closed));
		assertThat(Denial.ofEntering(this.posix, this.nobody, this.closed.resolve("inner")))
			.contains(new Denial(this.closed.resolve("inner"), this.closed));
		assertThat(Denial.ofEntering(this.posix, this.nobody, this.open)).isEmpty();
	}

	@Test
	void fileToWriteIsJudgedByTheNearestDirectoryThatIsThere() throws IOException {
		Path own = this.launches.directory(Users.NOBODY);
		assertThat(ofWriting(own.resolve("a/b/x.log"))).isEmpty();
		assertThat(ofWriting(Path.of("/dev/null"))).isEmpty();
		assertThat(ofWriting(this.open.resolve("a/x.log")))
			.containsExactly(new Denial(this.open.resolve("a/x.log"), this.open));
		assertThat(ofWriting(this.closed.resolve("x.log")))
			.containsExactly(new Denial(this.closed.resolve("x.log"), this.closed));
		Path file = Files.writeString(this.open.resolve("x.log"), "");
		assertThat(ofWriting(file)).containsExactly(new Denial(file, file));
	}

	@Test
	void launcherStaysWhoItIs() throws IOException {
		find(this.open);
		assertThat(Files.writeString(this.closed.resolve("x"), "")).exists();
		assertThat(this.posix.geteuid()).isZero();
	}

	private List<Denial> find(Path... paths) {
		return Denial.find(this.posix, this.nobody, List.of(paths)).stream().toList();
	}

	private List<Denial> ofWriting(Path file) {
		return Denial.ofWriting(this.posix, this.nobody, file).stream().toList();
	}

	private static void permit(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

}
