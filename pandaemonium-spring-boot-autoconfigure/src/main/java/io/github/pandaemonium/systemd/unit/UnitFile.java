package io.github.pandaemonium.systemd.unit;

import java.util.ArrayList;
import java.util.List;

/**
 * A file to be installed.
 *
 * @param kind what it is
 * @param name the name of the socket, or that which all files of the application have
 * @param path where it belongs
 * @param text what is in it; the first line is a comment with the path
 * @since 0.1.0
 */
public record UnitFile(Kind kind, String name, String path, String text) {

	/**
	 * The kinds of files.
	 */
	public enum Kind {

		/** A service unit, systemd.service(5). */
		SERVICE,

		/** A socket unit, systemd.socket(5). */
		SOCKET,

		/** Directories that are made at boot, tmpfiles.d(5). */
		TMPFILES,

		/** How logs are rotated, logrotate(8). */
		LOGROTATE

	}

	/**
	 * Makes all files that an application needs.
	 * @param service the application
	 * @return the files; of a kind that it does not need there are none
	 */
	public static List<UnitFile> of(ServiceDescription service) {
		List<UnitFile> files = new ArrayList<>();
		files.add(file(Kind.SERVICE, service.unit(), units(service) + service.unit() + ".service",
				ServiceUnit.text(service)));
		for (ServiceDescription.ListeningSocket socket : service.sockets()) {
			files.add(file(Kind.SOCKET, socket.name(), units(service) + SocketUnit.name(service, socket),
					SocketUnit.text(service, socket)));
		}
		if (service.manager() == ServiceDescription.Manager.SYSTEM) {
			String directories = Directories.text(service);
			if (!directories.isEmpty()) {
				files.add(file(Kind.TMPFILES, service.unit(), "/etc/tmpfiles.d/" + service.unit() + ".conf",
						directories));
			}
			if (service.logFile() != null) {
				files.add(file(Kind.LOGROTATE, service.unit(), "/etc/logrotate.d/" + service.unit(),
						LogRotation.text(service, service.logFile())));
			}
		}
		return files;
	}

	private static String units(ServiceDescription service) {
		return (service.manager() == ServiceDescription.Manager.SYSTEM) ? "/etc/systemd/system/"
				: "~/.config/systemd/user/";
	}

	private static UnitFile file(Kind kind, String name, String path, String text) {
		return new UnitFile(kind, name, path, "# " + path + "\n" + text);
	}

}
