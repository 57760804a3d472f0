package io.github.pandaemonium.command;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.pandaemonium.command.ServiceStatus.State;

/**
 * A status in the words that an operator reads.
 */
final class StatusText {

	private StatusText() {
	}

	static String of(String name, ServiceStatus status, Path pidFile) {
		return name + switch (status.state()) {
			case RUNNING -> " is running" + process(status, pidFile);
			case STARTING -> " is starting" + process(status, pidFile);
			case STOPPING -> " is stopping" + process(status, pidFile);
			case DEAD -> " is not running, but '" + pidFile + "' is there" + reason(status);
			case STOPPED -> " is not running";
			case UNKNOWN -> ": its status is unknown" + reason(status);
		};
	}

	private static String process(ServiceStatus status, Path pidFile) {
		StringBuilder text = new StringBuilder(": process ").append(status.pid());
		Instant since = status.since();
		if (!status.user().isEmpty()) {
			text.append(", user ").append(status.user());
		}
		if (since != null) {
			text.append(", since ").append(since.truncatedTo(ChronoUnit.SECONDS));
		}
		if (status.state() == State.STARTING && !status.detail("step").isEmpty()) {
			text.append(", at: ").append(status.detail("step"));
		}
		if (status.state() == State.RUNNING && !status.detail("successor").isEmpty()) {
			text.append(", its successor is starting");
		}
		text.append(", holds '").append(pidFile).append("'");
		String reload = status.detail("lastReload");
		if (!reload.isEmpty()) {
			text.append(", last reload ").append(reload);
		}
		return text.append(status.reason().isEmpty() ? "" : "; " + status.reason()).toString();
	}

	private static String reason(ServiceStatus status) {
		return status.reason().isEmpty() ? "" : ": " + status.reason();
	}

}
