package io.github.pandaemonium.command;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.github.pandaemonium.launch.CommandLine;
import io.github.pandaemonium.posix.FileStatus;
import io.github.pandaemonium.posix.Posix;
import org.jspecify.annotations.Nullable;

/**
 * How a service was started, so that it can be started in the same way again. It is
 * written by the launcher, and believed only where nobody but the user who starts, or
 * root, can have written it: root would run it. Arguments and options are byte strings,
 * as a {@link CommandLine} has them.
 *
 * @param directory the directory of the launch
 * @param options the options of the JVM that stood on the command line
 * @param arguments the arguments of the application
 * @since 0.1.0
 */
public record StartRecord(String directory, List<String> options, List<String> arguments) {

	private static final String SUFFIX = ".start";

	/** For root, where the daemon's user can write beside the pid file. */
	private static final Path OF_ROOT = Path.of("/run/pandaemonium");

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

	private static final Set<PosixFilePermission> READABLE_BY_OWNER = PosixFilePermissions.fromString("rw-------");

	private static final int MOST = 1024 * 1024;

	public StartRecord {
		options = List.copyOf(options);
		arguments = List.copyOf(arguments);
	}

	/**
	 * Writes the record of a start.
	 * @param posix the system calls
	 * @param pidFile the pid file of the service
	 * @return whether there is a place for it that only this user and root can write
	 * @throws IOException if it can't be written
	 */
	public boolean write(Posix posix, Path pidFile) throws IOException {
		Path file = file(posix, pidFile);
		if (file == null) {
			return false;
		}
		Path parent = file.getParent();
		if (parent == null) {
			return false;
		}
		if (parent.equals(OF_ROOT)) {
			Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
		}
		if (!isSafe(posix, parent)) {
			return false;
		}
		// not createTempFile, which loads SecureRandom while the prompt is waited for
		Path temporary = file.resolveSibling(file.getFileName() + "." + posix.getpid());
		try {
			Files.deleteIfExists(temporary);
			Files.createFile(temporary, PosixFilePermissions.asFileAttribute(READABLE_BY_OWNER));
			Files.writeString(temporary, text());
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
		return true;
	}

	/**
	 * Whether a start can be recorded.
	 * @param posix the system calls
	 * @param pidFile the pid file of the service
	 * @return whether there is a place for it that only this user and root can write
	 */
	public static boolean isPossible(Posix posix, Path pidFile) {
		return file(posix, pidFile) != null;
	}

	/**
	 * Reads the record of the last start.
	 * @param posix the system calls
	 * @param pidFile the pid file of the service
	 * @return the record, or {@code null} where there is none
	 * @throws CommandException if it can't be read, or is not to be trusted
	 */
	public static @Nullable StartRecord read(Posix posix, Path pidFile) {
		Path file = file(posix, pidFile);
		FileStatus status = (file != null) ? posix.lstat(file.toString()) : null;
		if (file == null || status == null) {
			return null;
		}
		if (!isSafe(posix, file.getParent()) || !status.isRegularFile() || status.links() != 1 || status.size() > MOST
				|| (status.mode() & 077) != 0 || (status.uid() != 0 && status.uid() != posix.geteuid())) {
			throw new CommandException(ExitStatus.FAILED,
					"'" + file + "', which tells how it was started, is not to be trusted: others can write it",
					"Remove that file, and give the arguments of the start.");
		}
		try {
			return parse(Files.readString(file));
		}
		catch (AccessDeniedException ex) {
			throw new CommandException(ExitStatus.NOT_PERMITTED,
					"'" + file + "', which tells how it was started, can't be read by this user",
					"Do it as the user who started it, or as root.");
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new CommandException(ExitStatus.FAILED,
					"Unable to read '" + file + "', which tells how it was started: " + ex.getMessage(),
					"Give the arguments of the start.");
		}
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		line(text, "directory", this.directory);
		for (String option : this.options) {
			line(text, "option", option);
		}
		for (String argument : this.arguments) {
			line(text, "argument", argument);
		}
		return text.toString();
	}

	private static void line(StringBuilder text, String name, String value) {
		text.append(name).append(' ').append(URLEncoder.encode(value, StandardCharsets.UTF_8)).append('\n');
	}

	private static StartRecord parse(String text) {
		String directory = "/";
		List<String> options = new ArrayList<>();
		List<String> arguments = new ArrayList<>();
		for (String line : text.lines().toList()) {
			String[] parts = line.split(" ", 2);
			String value = URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8);
			switch (parts[0]) {
				case "directory" -> directory = value;
				case "option" -> options.add(value);
				case "argument" -> arguments.add(value);
				default -> throw new IllegalArgumentException("'" + parts[0] + "' is unknown");
			}
		}
		return new StartRecord(directory, options, arguments);
	}

	/**
	 * Where the record is; beside the pid file as long as nobody else can put one there.
	 */
	private static @Nullable Path file(Posix posix, Path pidFile) {
		if (isSafe(posix, pidFile.getParent())) {
			return pidFile.resolveSibling(pidFile.getFileName() + SUFFIX);
		}
		UUID name = UUID.nameUUIDFromBytes(pidFile.toString().getBytes(StandardCharsets.UTF_8));
		return (posix.geteuid() == 0) ? OF_ROOT.resolve(name + SUFFIX) : null;
	}

	private static boolean isSafe(Posix posix, @Nullable Path directory) {
		return directory != null && new SafeDirectory(posix, posix.geteuid()).includes(directory);
	}

}
