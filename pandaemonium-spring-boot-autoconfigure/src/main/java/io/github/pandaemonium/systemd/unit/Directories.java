package io.github.pandaemonium.systemd.unit;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The directories of pid file and log, for starts that are not systemd's: that of the pid
 * file is gone after a boot. See tmpfiles.d(5).
 */
final class Directories {

	private Directories() {
	}

	static String text(ServiceDescription service) {
		return Stream.of(service.pidFile(), service.logFile())
			.filter(Objects::nonNull)
			.map(Place::of)
			.filter((place) -> service.own(place.runtimeDirectory()) != null
					|| service.own(place.logsDirectory()) != null)
			.map((place) -> "d " + UnitText.word(place.parent().replaceFirst("^/var/run/", "/run/")) + " 0755 "
					+ owner(service.user()) + " " + owner(service.fileGroup()) + " -\n")
			.distinct()
			.collect(Collectors.joining());
	}

	private static String owner(@Nullable String name) {
		return (name != null) ? name : "-";
	}

}
