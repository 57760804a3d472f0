package io.github.pandaemonium.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;

import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Stage 9: puts files in the place of the standard streams.
 */
final class Streams {

	private static final int STDIN = 0;

	private static final int STDOUT = 1;

	private static final int STDERR = 2;

	private static final int MODE = 0666; // less the umask

	private final Posix posix;

	private final DaemonOptions options;

	Streams(Posix posix, DaemonOptions options) {
		this.posix = posix;
		this.options = options;
	}

	/**
	 * Finds what can't work before anything is started.
	 */
	void check() {
		checkFile("stdout", this.options.stdout());
		checkFile("stderr", this.options.stderr());
		Path stdin = this.options.stdin();
		if (this.options.stdinText() == null && !Files.exists(stdin)) {
			throw new InvalidOptionException("stdin", stdin.toString(), "there is no such file",
					"Create it, or leave the option at /dev/null.");
		}
	}

	/**
	 * Opens everything before anything is replaced, so that an error can still be told.
	 */
	void redirect() {
		redirect((stream) -> true);
	}

	/**
	 * Redirects some of the streams only.
	 * @param which tells the numbers of those
	 */
	void redirect(IntPredicate which) {
		int in = which.test(STDIN) ? input() : -1;
		int out = which.test(STDOUT) ? output("stdout", this.options.stdout()) : -1;
		int err = which.test(STDERR) ? output("stderr", this.options.stderr()) : -1;
		replace(in, STDIN);
		replace(out, STDOUT);
		replace(err, STDERR);
	}

	/**
	 * Opens the files of the output again, since they may have been renamed. One that
	 * can't be opened stays as it is, and does not keep the other.
	 */
	void reopen() {
		DaemonException failure = reopen("stdout", this.options.stdout(), STDOUT);
		DaemonException second = reopen("stderr", this.options.stderr(), STDERR);
		if (failure != null && second != null) {
			failure.addSuppressed(second);
		}
		if (failure != null || second != null) {
			throw (failure != null) ? failure : second;
		}
	}

	private @Nullable DaemonException reopen(String stream, Path path, int number) {
		if (Files.exists(path) && !Files.isRegularFile(path)) {
			return null; // a device has no other name, and a pipe without a reader blocks
		}
		try {
			replace(openOutput(stream, path), number);
			return null;
		}
		catch (DaemonException ex) {
			return ex;
		}
	}

	private void replace(int fd, int stream) {
		if (fd >= 0) {
			this.posix.dup2(fd, stream);
			this.posix.close(fd);
		}
	}

	private int input() {
		String text = this.options.stdinText();
		if (text == null) {
			return open("stdin", this.options.stdin(), Posix.O_RDONLY | Posix.O_NOCTTY);
		}
		int fd = this.posix.memfdCreate("stdin");
		this.posix.write(fd, text.getBytes(StandardCharsets.UTF_8));
		this.posix.rewind(fd);
		return fd;
	}

	private int output(String stream, Path path) {
		int fd = openOutput(stream, path);
		if (Files.isRegularFile(path) && isFull(path)) {
			throw new DaemonException(Stage.STREAMS,
					"Unable to redirect " + stream + " to '" + path + "': no space left on device", null);
		}
		return fd;
	}

	private int openOutput(String stream, Path path) {
		int flags = Posix.O_WRONLY | Posix.O_CREAT | Posix.O_APPEND | Posix.O_NOCTTY;
		return open(stream, path, isOpenToOthers(path) ? (flags | Posix.O_NOFOLLOW) : flags);
	}

	private static boolean isFull(Path path) {
		try {
			return Files.getFileStore(path).getUsableSpace() == 0;
		}
		catch (IOException ex) {
			return false; // not known: a write will tell
		}
	}

	/**
	 * Whether others could have planted a symbolic link there.
	 */
	private boolean isOpenToOthers(Path path) {
		Path directory = path.getParent();
		FileStatus status = (directory != null) ? this.posix.lstat(directory.toString()) : null;
		return status != null && status.isWritableByOthers();
	}

	private int open(String stream, Path path, int flags) {
		try {
			return this.posix.open(path.toString(), flags, MODE);
		}
		catch (PosixException ex) {
			throw new DaemonException(Stage.STREAMS,
					"Unable to redirect " + stream + " to '" + path + "': " + ex.getText(), ex);
		}
	}

	private static void checkFile(String option, Path path) {
		Path directory = path.getParent();
		if (!path.isAbsolute() || directory == null) {
			throw new InvalidOptionException(option, path.toString(), "it is not the absolute path of a file",
					"Use a path that starts with '/'.");
		}
		if (!Files.isDirectory(directory)) {
			throw new InvalidOptionException(option, path.toString(),
					Files.exists(directory) ? "'" + directory + "' is not a directory"
							: "the directory '" + directory + "' does not exist",
					"Create the directory, or name another file.");
		}
		if (Files.isDirectory(path)) {
			throw new InvalidOptionException(option, path.toString(), "it is a directory", "Name a file.");
		}
		if ((Files.isRegularFile(path) || Files.notExists(path)) && isFull(directory)) {
			throw new InvalidOptionException(option, path.toString(), "there is no space left on its file system",
					"Make room, or name a file on another one.");
		}
	}

}
