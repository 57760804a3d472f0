package io.github.pandaemonium.pidfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

import io.github.pandaemonium.pidfile.Occupancy.State;
import io.github.pandaemonium.posix.NativeAccess;
import io.github.pandaemonium.posix.Posix;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds the id of the one process that may run, on the model of FreeBSD's
 * {@code pidfile(3)}. {@link #acquire()} opens and locks it, {@link #seal()} writes
 * process id and time into it, {@link #release()} removes it. The lock is
 * {@code flock(2)} on the open file: it can be handed to a child process together with
 * the {@link #descriptor()} and ends with the last process that has that, however it
 * ends. Two objects on one path lock each other out, in one JVM as well.
 *
 * @since 0.1.0
 */
public final class PidLockFile implements AutoCloseable {

	private final Posix posix;

	private final PidFile file;

	private final LockJudge judge;

	private final Duration timeout;

	private final boolean reentrant;

	private int mode = 0600;

	/** Not there either where the parent process has the file for us. */
	private @Nullable HeldLock held;

	private int count;

	private boolean exiting;

	/**
	 * Describes a pid file that is not waited for.
	 * @param path the absolute path
	 */
	public PidLockFile(Path path) {
		this(path, Duration.ZERO);
	}

	/**
	 * Describes a pid file.
	 * @param path the absolute path
	 * @param timeout how long {@link #acquire()} waits for another process
	 */
	public PidLockFile(Path path, Duration timeout) {
		this(path, timeout, false);
	}

	/**
	 * Describes a pid file.
	 * @param path the absolute path
	 * @param timeout how long {@link #acquire()} waits for another process
	 * @param reentrant whether it may be acquired several times, and is released as often
	 */
	public PidLockFile(Path path, Duration timeout, boolean reentrant) {
		this(NativeAccess.posix(), path, timeout, reentrant);
	}

	/**
	 * Describes a pid file.
	 * @param posix the system calls
	 * @param path the absolute path
	 * @param timeout how long {@link #acquire()} waits for another process
	 * @param reentrant whether it may be acquired several times, and is released as often
	 * @throws LockFailedException if the path is not absolute
	 */
	public PidLockFile(Posix posix, Path path, Duration timeout, boolean reentrant) {
		this.posix = posix;
		this.file = new PidFile(posix, path);
		this.judge = new LockJudge(this.file);
		this.timeout = timeout;
		this.reentrant = reentrant;
	}

	/**
	 * Sets the mode of the file, whatever the umask is. Anyone who may open the file may
	 * lock it, and so hinder a start: the default is {@code 0600}.
	 * @param mode the permissions
	 * @return this
	 */
	public synchronized PidLockFile mode(int mode) {
		if ((mode & ~0777) != 0 || (mode & 0600) != 0600 || (mode & 022) != 0) {
			throw new LockFailedException(this.file.path(), "lock",
					"mode %04o does not let its owner, and only its owner, write".formatted(mode), null);
		}
		this.mode = mode;
		return this;
	}

	/**
	 * Returns the path.
	 * @return the absolute path
	 */
	public Path path() {
		return this.file.path();
	}

	Path directory() {
		return this.file.directory();
	}

	/**
	 * Opens and locks the file, waiting as long as the constructor was told.
	 * @return this
	 * @throws AlreadyLockedException if another process has it
	 * @throws LockFailedException if the file can't be used
	 */
	public PidLockFile acquire() {
		return acquire(this.timeout);
	}

	/**
	 * Opens and locks the file.
	 * @param timeout how long to wait for another process; zero is at once
	 * @return this
	 * @throws AlreadyLockedException if another process has it
	 * @throws LockFailedException if the file can't be used
	 */
	public PidLockFile acquire(Duration timeout) {
		Patience patience = new Patience(this.file.path(), this.judge, timeout);
		for (LockAttempt lost = attempt(); lost != null; lost = attempt()) {
			patience.await(lost);
		}
		return this;
	}

	private synchronized @Nullable LockAttempt attempt() {
		if (this.count > 0 && !this.reentrant) {
			throw new LockNotReentrantException(this.file.path(), this.posix.getpid());
		}
		if (this.count == 0) {
			int inherited = InheritedLock.take(this.file);
			LockAttempt attempt = (inherited >= 0) ? new LockAttempt(inherited, Occupancy.STALE)
					: LockAttempt.of(this.file, this.judge, this.mode);
			if (!attempt.isLocked() && !attempt.isAdopted()) {
				return attempt;
			}
			this.held = attempt.isLocked() ? new HeldLock(this.file, this.judge, attempt.fd()) : null;
		}
		this.count++;
		return null;
	}

	/**
	 * Returns the descriptor that has the lock, to be handed to a child process.
	 * @return the descriptor, which is close-on-exec
	 * @throws NotMyLockException if it is not acquired, or the parent process has it
	 */
	public synchronized int descriptor() {
		if (this.held == null) {
			throw new NotMyLockException(this.file.path(), "hand on");
		}
		return this.held.descriptor();
	}

	/**
	 * Writes the id of this process and the time, acquiring the lock first where that has
	 * not been done. A file that the parent process wrote is left as it is; a second call
	 * does nothing.
	 * @return this
	 * @throws LockFailedException if it can't be written; then nothing is left of it
	 */
	public PidLockFile seal() {
		if (!isAcquired()) {
			acquire();
		}
		synchronized (this) {
			HeldLock held = this.held;
			if (held != null && !held.isSealed()) {
				held.restore(this.mode);
				sealOrDrop(held);
			}
		}
		return this;
	}

	/**
	 * Takes over the lock that another process holds and has handed to this one, for a
	 * process that is to follow it. The file stays as it is.
	 * @param descriptor the descriptor of the locked file, which is closed when this is
	 * abandoned or released
	 * @return this
	 * @throws NotMyLockException if it is not the file at the path, or has no lock
	 * @throws LockNotReentrantException if this is acquired already
	 */
	public synchronized PidLockFile adopt(int descriptor) {
		if (this.count > 0) {
			throw new LockNotReentrantException(this.file.path(), this.posix.getpid());
		}
		// flock succeeds at once for an open file that has the lock
		if (this.posix.fstat(descriptor) == null || !this.file.isAt(descriptor)
				|| !this.posix.flock(descriptor, true)) {
			throw new NotMyLockException(this.file.path(), "take over", this.judge.holder());
		}
		this.held = new HeldLock(this.file, this.judge, descriptor);
		this.count = 1;
		return this;
	}

	/**
	 * Writes the id of this process in place of that of its predecessor, which has handed
	 * its lock to this one. From now on the file is this process's, and the predecessor
	 * leaves it alone.
	 * @param predecessor the process that the file must name
	 * @throws NotMyLockException if it is not in place any more, or names another process
	 * @throws LockFailedException if it can't be written; the predecessor puts it right
	 */
	public synchronized void succeed(int predecessor) {
		HeldLock held = this.held;
		if (held == null || !held.isInPlace() || held.pid() != predecessor) {
			throw new NotMyLockException(this.file.path(), "take over", this.judge.holder());
		}
		held.seal();
	}

	/**
	 * Finds out whether a successor that has this lock too has taken over.
	 * @return the process that has done so and lives, or nothing
	 */
	public synchronized OptionalInt successor() {
		HeldLock held = this.held;
		int pid = (held != null) ? held.pid() : 0;
		return (pid > 0 && pid != this.posix.getpid() && this.judge.isAlive(pid)) ? OptionalInt.of(pid)
				: OptionalInt.empty();
	}

	/**
	 * Writes the id of this process again, where a successor that is gone has left
	 * another, or has removed the file.
	 * @throws LockFailedException if it can't be written
	 * @throws NotMyLockException if another process has locked the file meanwhile
	 */
	public synchronized void reclaim() {
		if (!restore() && this.held != null && this.held.isInPlace() && this.held.pid() != this.posix.getpid()) {
			this.held.seal();
		}
	}

	private void sealOrDrop(HeldLock held) {
		try {
			held.seal();
		}
		catch (LockFailedException ex) {
			drop(true);
			throw ex;
		}
	}

	/**
	 * Puts a file back that someone removed while this process holds its lock, which goes
	 * on with the new file and a new {@link #descriptor()}.
	 * @return whether it was put back; false where it is in place or not held
	 * @throws NotMyLockException if another process has a file there now
	 * @throws LockFailedException if it can't be put back, or is locked again but can't
	 * be written to
	 */
	public synchronized boolean restore() {
		return this.held != null && !this.exiting && this.held.restore(this.mode);
	}

	/**
	 * Gives the lock back as often as it was acquired, and then removes the file where it
	 * is still the one that was locked, or empties it where removing is not permitted.
	 * Does nothing where this is not acquired.
	 */
	public synchronized void release() {
		if (this.count > 1) {
			this.count--;
		}
		else if (!this.exiting) {
			drop(true);
		}
	}

	/**
	 * Called by a shutdown hook: has the file removed when all of them have come to an
	 * end, and leaves the lock to the end of the process, so that no other one starts
	 * while they run. Nothing else releases it then. Where it may not be removed it is
	 * emptied now.
	 */
	public synchronized void releaseAtExit() {
		if (this.held != null && this.held.isInPlace() && this.held.isOurs() && !this.exiting) {
			this.exiting = true;
			this.held.removeAtExit();
		}
	}

	@Override
	public void close() {
		release();
	}

	/**
	 * Closes the descriptor and leaves lock and file to the process that it was handed
	 * to.
	 */
	public synchronized void abandon() {
		drop(false);
	}

	private void drop(boolean remove) {
		HeldLock held = this.held;
		this.held = null;
		this.count = 0;
		if (held != null) {
			held.drop(remove);
		}
	}

	/**
	 * Removes the file, whether it is ours, a dead process left it, or a process that
	 * does not lock wrote it.
	 * @throws NotMyLockException if another process holds its lock
	 */
	public synchronized void breakLock() {
		if (this.count > 0) {
			drop(true);
		}
		else {
			new PidFileRemoval(this.file).breakLock(this.judge);
		}
	}

	/**
	 * Whether a living process has the file, be it this one.
	 * @return whether it exists and is not stale
	 */
	public boolean isActive() {
		return isPrimary() || this.judge.judge().isActive();
	}

	/**
	 * Whether the file exists and nobody has it: the process that it names is dead, or
	 * another one that got its number.
	 * @return whether it is stale
	 */
	public boolean isStale() {
		return !isPrimary() && this.judge.judge().state() == State.STALE;
	}

	/**
	 * Whether this process has the file, through this object or another one, or its
	 * parent wrote it for us.
	 * @return whether the file keeps other processes away for us
	 */
	public boolean isLocked() {
		if (isPrimary()) {
			return true;
		}
		Occupancy occupancy = this.judge.judge();
		return occupancy.state() == State.CLAIMED_FOR_US
				|| (occupancy.state() == State.LOCKED && occupancy.pid() == this.posix.getpid());
	}

	/**
	 * Whether this very object holds the lock of the file at the path.
	 * @return whether it was acquired here and is still in place
	 */
	public synchronized boolean isPrimary() {
		return this.held != null && this.held.isInPlace();
	}

	/**
	 * Reads the process id that stands in the file, without a look at whether it is true.
	 * @return the id, or nothing where there is no file or no number in it
	 */
	public synchronized OptionalInt readPid() {
		return present((this.held != null) ? this.held.pid() : this.file.pid());
	}

	/**
	 * Returns the process that holds the lock, so that it can be signalled: what stands
	 * in the file counts only where {@code /proc} confirms it. Where that can't be read,
	 * an ordinary user, whom the kernel keeps from signalling others, gets the living
	 * process that the locked file names, and root gets nothing.
	 * @return the process id, or nothing where nobody holds the lock or it is not sure
	 * who
	 */
	public OptionalInt holder() {
		if (isPrimary()) {
			return OptionalInt.of(this.posix.getpid());
		}
		Occupancy occupancy = this.judge.judge();
		boolean trusted = occupancy.verified() || this.posix.geteuid() != 0;
		return present((occupancy.state() == State.LOCKED && trusted) ? occupancy.pid() : 0);
	}

	private synchronized boolean isAcquired() {
		return this.count > 0;
	}

	private static OptionalInt present(int pid) {
		return (pid > 0) ? OptionalInt.of(pid) : OptionalInt.empty();
	}

}
