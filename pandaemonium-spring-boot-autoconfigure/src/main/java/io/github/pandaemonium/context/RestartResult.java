package io.github.pandaemonium.context;

/**
 * What became of a restart that this process was asked for.
 *
 * @param success whether a successor has taken over; otherwise this process goes on
 * @param pid the process id of the successor, or 0
 * @param reason why there is none; empty on success
 * @since 0.1.0
 */
public record RestartResult(boolean success, int pid, String reason) {

	static RestartResult of(int pid) {
		return new RestartResult(true, pid, "");
	}

	static RestartResult failure(String reason) {
		return new RestartResult(false, 0, reason);
	}

}
