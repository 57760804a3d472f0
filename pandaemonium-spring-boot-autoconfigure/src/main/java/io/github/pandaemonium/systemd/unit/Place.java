package io.github.pandaemonium.systemd.unit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a file is, as far as systemd has an opinion on that.
 *
 * @param path its absolute path; where it is an argument of a command, any text
 */
record Place(String path) {

	private static final List<String> VOLATILE = List.of("/run/", "/var/run/");

	private static final List<String> HOMES = List.of("/home", "/root", "/run/user");

	private static final List<String> TEMPORARY = List.of("/tmp", "/var/tmp");

	private static final List<String> SYSTEM = List.of("/usr", "/boot", "/efi", "/etc");

	static Place of(String path) {
		return new Place(path);
	}

	/** Whether it is directly in a directory that only root can write. */
	boolean isFileOfRoot() {
		return VOLATILE.stream()
			.anyMatch((directory) -> parent().equals(directory.substring(0, directory.length() - 1)));
	}

	/** The directory of this file below {@code /run}, which is gone after a boot. */
	@Nullable String runtimeDirectory() {
		return below(VOLATILE);
	}

	/** The directory of this file below {@code /var/log}. */
	@Nullable String logsDirectory() {
		return below(List.of("/var/log/"));
	}

	boolean isInHome() {
		return isIn(HOMES);
	}

	boolean isTemporary() {
		return isIn(TEMPORARY);
	}

	/** Whether it is where {@code ProtectSystem=full} lets nobody write. */
	boolean isOfSystem() {
		return isIn(SYSTEM);
	}

	String parent() {
		return this.path.substring(0, Math.max(this.path.lastIndexOf('/'), 0));
	}

	private @Nullable String below(List<String> directories) {
		return directories.stream()
			.filter((directory) -> parent().startsWith(directory) && !parent().startsWith("/run/user/"))
			.map((directory) -> parent().substring(directory.length()))
			.findFirst()
			.orElse(null);
	}

	/** A part of an argument counts, such as that of {@code --file=/tmp/x}. */
	private boolean isIn(List<String> directories) {
		return directories.stream()
			.anyMatch((directory) -> (this.path + "/").matches("(?s)(.*[^\\w/.-])?" + directory + "/.*"));
	}

}
