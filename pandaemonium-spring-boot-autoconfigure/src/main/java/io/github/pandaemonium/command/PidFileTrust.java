package io.github.pandaemonium.command;

import java.nio.file.Path;
import java.util.Set;

import io.github.pandaemonium.pidfile.PidLockFile;
import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Account;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.posix.ProcessStatus;

/**
 * Whether a pid file may be the basis of a signal: who may write the file, or put another
 * one in its place, decides who gets it.
 */
final class PidFileTrust {

	private final Posix posix;

	private final PidLockFile pidFile;

	private final Set<Integer> owners;

	PidFileTrust(Posix posix, PidLockFile pidFile, Set<Integer> owners) {
		this.posix = posix;
		this.pidFile = pidFile;
		this.owners = owners;
	}

	/**
	 * Requires that nobody but root, this user and the owners can have written it.
	 */
	void requireTrustworthy() {
		try {
			FileStatus file = this.posix.lstat(path().toString());
			if (file == null) {
				return;
			}
			if (!file.isRegularFile()) {
				throw untrusted("it is not a regular file");
			}
			if (file.links() > 1) {
				throw untrusted("it has other names (hard links)");
			}
			if (file.isWritableByOthers()) {
				throw untrusted("others may write it (mode " + Integer.toOctalString(file.mode() & 07777) + ")");
			}
			int self = this.posix.geteuid();
			if (file.uid() != 0 && file.uid() != self && !this.owners.contains(file.uid())) {
				throw untrusted("it belongs to " + name(file.uid()));
			}
		}
		catch (PosixException ex) {
			throw new CommandException(ExitStatus.NOT_PERMITTED, "Unable to look at '" + path() + "': " + ex.getText(),
					"Do it as root.");
		}
	}

	/**
	 * Requires that it is no trick that the process has the lock. Whoever can put a file
	 * in the place of the pid file can send that, locked, to a process of somebody else,
	 * see {@code SCM_RIGHTS} in {@code unix(7)}, and write that process's number into it.
	 * Of a process that the file does not name, the kernel has told that it took the
	 * lock.
	 */
	void requirePlausible(int pid) {
		if (!isPlausible(pid)) {
			throw new CommandException(ExitStatus.FAILED,
					"process " + pid + " of user " + user(pid) + " has '" + path()
							+ "', but others can write its directory, or what leads there: it gets no signal",
					"Stop it by hand; set pandaemonium.user to its user, or use a directory that only its user "
							+ "can write.");
		}
	}

	private boolean isPlausible(int pid) {
		ProcessStatus process = ProcessStatus.of(Integer.toString(pid));
		FileStatus file = this.posix.lstat(path().toString());
		Path directory = path().getParent();
		FileStatus parent = (directory != null) ? this.posix.lstat(directory + "/.") : null;
		if (directory == null || process == null || file == null || parent == null
				|| this.pidFile.readPid().orElse(0) != pid) {
			return true; // or it has ended
		}
		int user = process.uids().get(1);
		boolean own = user != 0 && (user == file.uid() || user == parent.uid());
		int self = this.posix.geteuid();
		return own || this.owners.contains(user)
				|| (file.uid() == 0 || file.uid() == self) && new SafeDirectory(this.posix, self).includes(directory);
	}

	private CommandException untrusted(String reason) {
		return new CommandException(ExitStatus.NOT_PERMITTED, "'" + path() + "' is not to be trusted: " + reason,
				"See who has changed it; a start puts it right.");
	}

	/**
	 * Returns the name of the user of a process, empty where there is no process.
	 */
	String user(int pid) {
		ProcessStatus status = ProcessStatus.of(Integer.toString(pid));
		return (status != null && status.uids().size() > 1) ? name(status.uids().get(1)) : "";
	}

	private String name(int uid) {
		Account account = this.posix.getpwnam(Integer.toString(uid));
		return (account != null) ? account.name() : Integer.toString(uid);
	}

	private Path path() {
		return this.pidFile.path();
	}

}
