package io.github.pandaemonium.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * The users that tests can be.
 */
public final class Users {

	/** The user to drop to. */
	public static final String NOBODY = "nobody";

	private Users() {
	}

	/**
	 * Skips the test unless it is run by root, and {@code nobody} is there to drop to.
	 */
	public static void assumeRootAndNobody() {
		Assumptions.assumeTrue(isRoot(), "only root can be another user");
		Assumptions.assumeTrue(exists(NOBODY), "there is no user " + NOBODY);
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv");
	}

	/**
	 * Whether the tests are run by root.
	 * @return whether the effective user is 0
	 */
	public static boolean isRoot() {
		return Proc.self().numbers("Uid").get(1) == 0;
	}

	/**
	 * Returns the user to start an application as that should not be root's.
	 * @return {@code nobody} if this is root and there is such a user, else this user
	 */
	public static String ordinary() {
		return (isRoot() && exists(NOBODY)) ? NOBODY : current();
	}

	/**
	 * Returns the user that runs the tests.
	 * @return its name
	 */
	public static String current() {
		return System.getProperty("user.name");
	}

	/**
	 * Returns the number of a user.
	 * @param user the name
	 * @return the number
	 */
	public static long id(String user) {
		return number("-u", user);
	}

	/**
	 * Returns the number of a user's group.
	 * @param user the name
	 * @return the number
	 */
	public static long group(String user) {
		return number("-g", user);
	}

	/**
	 * Returns the numbers of all groups of a user.
	 * @param user the name
	 * @return the numbers
	 */
	public static Set<Long> groups(String user) {
		return Stream.of(id("-G", user).split(" ")).map(Long::valueOf).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Gives a file to a user. Nothing happens where it is this user.
	 * @param file the file
	 * @param user the name
	 */
	public static void own(Path file, String user) {
		if (user.equals(current())) {
			return;
		}
		try {
			UserPrincipalLookupService lookup = file.getFileSystem().getUserPrincipalLookupService();
			PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class,
					LinkOption.NOFOLLOW_LINKS);
			view.setOwner(lookup.lookupPrincipalByName(user));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean exists(String user) {
		try {
			id(user);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private static long number(String option, String user) {
		return Long.parseLong(id(option, user));
	}

	private static String id(String option, String user) {
		try {
			Process id = new ProcessBuilder("id", option, user).redirectError(ProcessBuilder.Redirect.DISCARD).start();
			String output = new String(id.getInputStream().readAllBytes()).trim();
			if (output.isEmpty()) {
				throw new IllegalStateException("There is no user " + user);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
