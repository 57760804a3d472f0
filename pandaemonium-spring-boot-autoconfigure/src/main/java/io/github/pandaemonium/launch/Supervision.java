package io.github.pandaemonium.launch;

import java.util.List;
import java.util.Optional;

/**
 * Who looks after this process. Where somebody does, it has to stay the process that was
 * started, and to leave its standard streams alone.
 *
 * @param supervisor who it is
 * @param evidence how that was found out, for an operator; empty for
 * {@link Supervisor#NONE}
 * @since 0.1.0
 */
public record Supervision(Supervisor supervisor, String evidence) {

	/**
	 * The kinds of supervisors.
	 */
	public enum Supervisor {

		/**
		 * Nobody: the process was started by a person or a script.
		 */
		NONE,

		/**
		 * The system or user manager of systemd. {@code SYSTEMD_EXEC_PID} and
		 * {@code LISTEN_PID} count if they name this process or its parent (a script),
		 * {@code NOTIFY_SOCKET} if it is set, and a control group of a service where
		 * there is no controlling terminal. {@code INVOCATION_ID} does not count: it
		 * leaks into login sessions. See systemd.exec(5) and sd_listen_fds(3).
		 */
		SYSTEMD,

		/**
		 * A super server like inetd: descriptor 0 is an internet socket. A socket of the
		 * UNIX domain does not count: {@code ssh} without a terminal and many a tool give
		 * one of a pair as standard input. They are told apart by the tables in
		 * {@code /proc/net}, proc_net(5).
		 */
		SUPER_SERVER,

		/**
		 * The runtime of a container: the process is number 1 or a child of number 1
		 * there, and would die with it. To be in a container is not enough: what a person
		 * starts from a shell may detach.
		 */
		CONTAINER,

		/**
		 * Process 1, and there is no controlling terminal.
		 */
		INIT

	}

	/**
	 * Find out who looks after this process.
	 * @return the supervision, {@link Supervisor#NONE} where there is no {@code /proc}
	 */
	public static Supervision ofThisProcess() {
		ProcessFacts facts = ProcessFacts.ofThisProcess();
		return (facts != null) ? of(facts) : none();
	}

	static Supervision of(ProcessFacts facts) {
		for (Optional<Supervision> supervision : List.of(systemdVariable(facts), superServer(facts), container(facts),
				systemdService(facts), init(facts))) {
			if (supervision.isPresent()) {
				return supervision.get();
			}
		}
		return none();
	}

	/**
	 * Return whether somebody looks after this process.
	 * @return whether there is a supervisor
	 */
	public boolean isPresent() {
		return this.supervisor != Supervisor.NONE;
	}

	private static Optional<Supervision> systemdVariable(ProcessFacts facts) {
		for (String name : new String[] { "SYSTEMD_EXEC_PID", "LISTEN_PID" }) {
			String value = facts.variable(name);
			if (value.equals(Long.toString(facts.pid()))) {
				return found(Supervisor.SYSTEMD, name + " is this process");
			}
			if (facts.parent() > 1 && value.equals(Long.toString(facts.parent()))) {
				return found(Supervisor.SYSTEMD, name + " is the parent of this process");
			}
		}
		return facts.variable("NOTIFY_SOCKET").isEmpty() ? Optional.empty()
				: found(Supervisor.SYSTEMD, "NOTIFY_SOCKET is set");
	}

	private static Optional<Supervision> superServer(ProcessFacts facts) {
		return facts.standardInputIsInternetSocket()
				? found(Supervisor.SUPER_SERVER, "standard input is an internet socket") : Optional.empty();
	}

	private static Optional<Supervision> container(ProcessFacts facts) {
		if (facts.pid() == 1) {
			return found(Supervisor.CONTAINER, "this is process 1");
		}
		if (facts.parent() != 1) {
			return Optional.empty();
		}
		String marker = facts.containerMarker();
		return (marker != null) ? found(Supervisor.CONTAINER, "the parent is process 1 of a container (" + marker + ")")
				: Optional.empty();
	}

	private static Optional<Supervision> systemdService(ProcessFacts facts) {
		String group = facts.systemdGroup();
		return (!facts.terminal() && group.endsWith(".service"))
				? found(Supervisor.SYSTEMD, "the control group is " + group) : Optional.empty();
	}

	private static Optional<Supervision> init(ProcessFacts facts) {
		return (facts.parent() == 1 && !facts.terminal())
				? found(Supervisor.INIT, "the parent is process 1 and there is no controlling terminal")
				: Optional.empty();
	}

	private static Optional<Supervision> found(Supervisor supervisor, String evidence) {
		return Optional.of(new Supervision(supervisor, evidence));
	}

	private static Supervision none() {
		return new Supervision(Supervisor.NONE, "");
	}

}
