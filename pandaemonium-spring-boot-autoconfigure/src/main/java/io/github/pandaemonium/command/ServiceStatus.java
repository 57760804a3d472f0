package io.github.pandaemonium.command;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What can be told of a service.
 *
 * @param state what it does
 * @param pid its process, or 0
 * @param user the user of that process
 * @param since when the process was started
 * @param details what the process itself says, as its control socket gives it: step,
 * mode, log, last reload; empty where it says nothing
 * @param reason why that is not known, or what is wrong; or nothing
 * @since 0.1.0
 */
public record ServiceStatus(State state, int pid, String user, @Nullable Instant since, Map<String, Object> details,
		String reason) {

	static ServiceStatus of(State state, String reason) {
		return new ServiceStatus(state, 0, "", null, Map.of(), reason);
	}

	/**
	 * Returns what the process itself says.
	 * @param name the name of the detail
	 * @return the text, free of characters that a terminal obeys, or nothing
	 */
	public String detail(String name) {
		Object value = this.details.get(name);
		return (value != null) ? Printable.of(value.toString()) : "";
	}

	/**
	 * What a service does.
	 */
	public enum State {

		/** It is ready, or as far as can be told. */
		RUNNING(ExitStatus.SUCCESS),

		/** It is not ready yet. */
		STARTING(ExitStatus.SUCCESS),

		/** It is about to end. */
		STOPPING(ExitStatus.SUCCESS),

		/** It does not run, and has left its pid file behind. */
		DEAD(ExitStatus.STATUS_DEAD),

		/** It does not run. */
		STOPPED(ExitStatus.STATUS_STOPPED),

		/** It can't be told. */
		UNKNOWN(ExitStatus.STATUS_UNKNOWN);

		private final int exitStatus;

		State(int exitStatus) {
			this.exitStatus = exitStatus;
		}

		/**
		 * Returns the exit status of the verb {@code status}.
		 * @return one of {@link ExitStatus}
		 */
		public int exitStatus() {
			return this.exitStatus;
		}

		/**
		 * Whether there is a process.
		 * @return whether there is one
		 */
		public boolean isAlive() {
			return this == RUNNING || this == STARTING || this == STOPPING;
		}

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * Returns this for scripts.
	 * @param name the name of the application
	 * @return the values by their names
	 */
	Map<String, Object> toMap(String name) {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("name", name);
		map.put("state", this.state.toString());
		map.put("exitStatus", this.state.exitStatus());
		if (this.pid > 0) {
			map.put("pid", this.pid);
			map.put("user", this.user);
		}
		if (this.since != null) {
			map.put("since", this.since.toString());
		}
		if (!this.reason.isEmpty()) {
			map.put("reason", this.reason);
		}
		this.details.forEach(map::putIfAbsent);
		return map;
	}

}
