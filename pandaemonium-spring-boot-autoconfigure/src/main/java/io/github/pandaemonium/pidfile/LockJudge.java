package io.github.pandaemonium.pidfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.pidfile.Occupancy.State;
import io.github.pandaemonium.pidfile.ProcLocks.Holding;
import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.PosixException;
import io.github.pandaemonium.posix.ProcessStatus;

/**
 * Judges who has a pid file. Where {@code /proc} answers, the lock is left alone.
 */
final class LockJudge {

	private final Posix posix;

	private final PidFile file;

	private final ProcLocks locks;

	LockJudge(PidFile file) {
		this.posix = file.posix();
		this.file = file;
		this.locks = new ProcLocks(file.path());
	}

	/**
	 * Judges the file as it is.
	 */
	Occupancy judge() {
		FileStatus status = this.file.status();
		if (status == null) {
			return Occupancy.ABSENT;
		}
		int fd;
		try {
			fd = this.file.openForReading();
		}
		catch (LockFailedException ex) {
			if (this.locks.locker(status) > 0) {
				return holder(status, 0);
			}
			throw ex;
		}
		if (fd < 0) {
			return Occupancy.ABSENT;
		}
		int pid;
		try {
			pid = this.file.read(fd).pid();
			if (pid > 0 && this.locks.holding(pid) == Holding.YES) {
				return new Occupancy(State.LOCKED, pid, true);
			}
			// a shared lock, as the last resort and no longer than it takes, hurts nobody
			// but a starter, which tries again
			if (this.locks.locker(status) > 0 || !this.posix.flock(fd, false)) {
				return holder(status, pid);
			}
		}
		finally {
			this.posix.close(fd);
		}
		return claim(pid);
	}

	/**
	 * Tells, at little cost, whether the process that the file names holds the lock that
	 * could not be taken.
	 * @param fd the file
	 */
	Occupancy locked(int fd) {
		int pid = this.file.read(fd).pid();
		boolean holding = pid > 0 && this.locks.holding(pid) == Holding.YES;
		return new Occupancy(State.LOCKED, holding ? pid : 0, holding);
	}

	/**
	 * Names who holds the lock that could not be taken, by all that can be found out.
	 * @return the process, or 0
	 */
	int holder() {
		FileStatus status = this.file.status();
		int fd = (status != null) ? this.file.openForReading() : -1;
		if (status == null || fd < 0) {
			return 0;
		}
		try {
			return holder(status, this.file.read(fd).pid()).pid();
		}
		finally {
			this.posix.close(fd);
		}
	}

	private Occupancy holder(FileStatus status, int pid) {
		Occupancy named = named(pid);
		if (named == null) {
			named = named(this.locks.locker(status));
		}
		return (named != null) ? named : new Occupancy(State.LOCKED, 0, false);
	}

	private @Nullable Occupancy named(int pid) {
		if (pid <= 0 || !isAlive(pid)) {
			return null;
		}
		Holding holding = this.locks.holding(pid);
		// without /proc/PID of a living process, hidden or of another user, nothing is
		// sure
		return (holding == Holding.NO && ProcessStatus.of(Integer.toString(pid)) != null) ? null
				: new Occupancy(State.LOCKED, pid, holding == Holding.YES);
	}

	/**
	 * Judges a file whose lock is free by the process that it names.
	 * @param pid the process that stands in the file, or 0
	 */
	Occupancy claim(int pid) {
		if (pid <= 0 || pid == this.posix.getpid() || !isAlive(pid) || startedAfterwards(pid)) {
			return Occupancy.STALE;
		}
		return new Occupancy((pid == this.posix.getppid()) ? State.CLAIMED_FOR_US : State.CLAIMED, pid, false);
	}

	boolean isAlive(int pid) {
		try {
			if (!this.posix.kill(pid, 0)) {
				return false;
			}
		}
		catch (PosixException ex) {
			return true; // EPERM: there is one, of another user
		}
		ProcessStatus status = ProcessStatus.of(Integer.toString(pid));
		return status == null || (status.state() != 'Z' && status.state() != 'X');
	}

	/**
	 * Whether a process started after the file was written, so that it only got the
	 * number of the one that wrote it. The JDK takes the boot time in whole seconds,
	 * which never makes a process younger than it is.
	 */
	private boolean startedAfterwards(int pid) {
		try {
			Instant written = Files.getLastModifiedTime(this.file.path(), LinkOption.NOFOLLOW_LINKS).toInstant();
			return ProcessHandle.of(pid)
				.flatMap((process) -> process.info().startInstant())
				.filter((start) -> start.isAfter(written))
				.isPresent();
		}
		catch (IOException ex) {
			return true; // the file is gone, and with it the claim
		}
	}

}
