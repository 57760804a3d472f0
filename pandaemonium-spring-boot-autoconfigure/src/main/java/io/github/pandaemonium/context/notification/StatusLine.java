package io.github.pandaemonium.context.notification;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.pandaemonium.context.reload.ReloadResult;
import org.jspecify.annotations.Nullable;

/**
 * The state of a ready application in one line.
 *
 * @param since since when it is ready
 * @param log where its log is, if it is in a file
 * @param refusing since when it refuses traffic, if it does
 * @param reload what became of the last reload, if there was one
 */
record StatusLine(Instant since, @Nullable String log, @Nullable Instant refusing, @Nullable ReloadResult reload) {

	StatusLine withRefusing(@Nullable Instant refusing) {
		return new StatusLine(this.since, this.log, refusing, this.reload);
	}

	StatusLine withReload(ReloadResult reload) {
		return new StatusLine(this.since, this.log, this.refusing, reload);
	}

	@Override
	public String toString() {
		StringBuilder line = new StringBuilder();
		if (this.refusing != null) {
			line.append("refuses traffic since ").append(seconds(this.refusing)).append("; ");
		}
		line.append("ready since ").append(seconds(this.since));
		if (this.log != null) {
			line.append(", log in ").append(this.log);
		}
		if (this.reload != null) {
			line.append("; reload at ").append(seconds(this.reload.time()));
			line.append(this.reload.success() ? " succeeded" : " failed: " + this.reload.reason());
		}
		return line.toString();
	}

	private static Instant seconds(Instant time) {
		return time.truncatedTo(ChronoUnit.SECONDS);
	}

}
