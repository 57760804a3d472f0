package io.github.pandaemonium.systemd.unit;

/**
 * How the log is rotated: it is renamed, and the application opens it again. See
 * logrotate(8).
 */
final class LogRotation {

	private LogRotation() {
	}

	static String text(ServiceDescription service, String logFile) {
		StringBuilder text = new StringBuilder();
		text.append('"').append(logFile.replace("\\", "\\\\").replace("\"", "\\\"")).append("\" {\n");
		if (service.user() != null) {
			text.append("\tsu ").append(service.user()).append(' ').append(service.fileGroup()).append('\n');
		}
		text.append("\tweekly\n\trotate 8\n\tmissingok\n\tnotifempty\n\tcompress\n\tdelaycompress\n");
		if (service.reopenSignal() == null) {
			return text.append("\tcopytruncate\n}\n").toString();
		}
		return text.append("\tnocreate\n\tpostrotate\n\t\tsystemctl kill --kill-who=main --signal=")
			.append(service.reopenSignal())
			.append(' ')
			.append(service.unit())
			.append(".service 2>/dev/null || true\n\tendscript\n}\n")
			.toString();
	}

}
