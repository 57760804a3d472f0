package io.github.pandaemonium.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Tells directories in which nobody but root and one user can put another file in the
 * place of theirs: neither in the directory itself, nor by a change to what leads there.
 *
 * @param posix the system calls
 * @param user the number of the user
 */
record SafeDirectory(Posix posix, int user) {

	private static final int MOST_LINKS = 40; // as path_resolution(7) has it

	boolean includes(Path directory) {
		return includes(directory, MOST_LINKS);
	}

	private boolean includes(@Nullable Path directory, int links) {
		if (directory == null) {
			return true; // above the root
		}
		try {
			FileStatus status = this.posix.lstat(directory.toString());
			if (status == null || (status.uid() != 0 && status.uid() != this.user)
					|| !includes(directory.getParent(), links)) {
				return false;
			}
			if (status.isSymbolicLink()) {
				return links > 0 && includes(directory.resolveSibling(Files.readSymbolicLink(directory)), links - 1);
			}
			return status.isDirectory() && (!status.isWritableByOthers() || status.isSticky());
		}
		catch (PosixException | IOException ex) {
			return false;
		}
	}

}
