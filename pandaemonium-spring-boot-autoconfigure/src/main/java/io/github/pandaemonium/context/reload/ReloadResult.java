package io.github.pandaemonium.context.reload;

import java.time.Instant;
import java.util.List;

/**
 * What became of a reload of the configuration.
 *
 * @param success whether the application has taken the new configuration; otherwise it
 * runs on with the old one
 * @param time when the reload ended
 * @param changed the names of the keys whose value is another one now, sorted; none where
 * the reload failed
 * @param reason why the reload failed, without the value of any key; empty on success
 * @since 0.1.0
 */
public record ReloadResult(boolean success, Instant time, List<String> changed, String reason) {

	/**
	 * Creates the result.
	 * @param success whether the application has taken the new configuration
	 * @param time when the reload ended
	 * @param changed the names of the changed keys
	 * @param reason why the reload failed, or an empty text
	 */
	public ReloadResult {
		changed = List.copyOf(changed);
	}

	static ReloadResult of(List<String> changed) {
		return new ReloadResult(true, Instant.now(), changed, "");
	}

	static ReloadResult failure(String reason) {
		return new ReloadResult(false, Instant.now(), List.of(), reason);
	}

}
