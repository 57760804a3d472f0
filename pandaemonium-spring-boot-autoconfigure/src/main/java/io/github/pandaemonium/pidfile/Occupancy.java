package io.github.pandaemonium.pidfile;

/**
 * Who has a pid file.
 *
 * @param state in which way
 * @param pid the process, or 0 where it is nobody or can't be found out
 * @param verified whether it is certain that this process holds the lock
 */
record Occupancy(State state, int pid, boolean verified) {

	static final Occupancy ABSENT = new Occupancy(State.ABSENT, 0, false);

	static final Occupancy STALE = new Occupancy(State.STALE, 0, false);

	boolean isActive() {
		return this.state != State.ABSENT && this.state != State.STALE;
	}

	enum State {

		/** There is no file. */
		ABSENT,

		/** There is a file, and nobody has it. */
		STALE,

		/** A process holds the lock. */
		LOCKED,

		/** A process that does not lock, and lives, wrote the file. */
		CLAIMED,

		/** The parent process, which does not lock, wrote the file for us. */
		CLAIMED_FOR_US

	}

}
