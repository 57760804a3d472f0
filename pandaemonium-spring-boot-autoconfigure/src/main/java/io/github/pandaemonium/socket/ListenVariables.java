package io.github.pandaemonium.socket;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The protocol in which systemd passes descriptors, see sd_listen_fds(3): they are
 * numbered from 3 on, {@code LISTEN_FDS} says how many there are, {@code LISTEN_FDNAMES}
 * has their names with colons between them, and {@code LISTEN_PID} is the process that
 * they are meant for. All others ignore them.
 */
final class ListenVariables {

	static final String PID = "LISTEN_PID";

	static final String COUNT = "LISTEN_FDS";

	static final String NAMES = "LISTEN_FDNAMES";

	/** What the names are where none are given. */
	private static final String UNKNOWN = "unknown";

	private static final int FIRST = 3; // SD_LISTEN_FDS_START

	/** More than any process may have open; a larger number is no number of files. */
	private static final int MOST = 1 << 20;

	private final Map<String, String> environment;

	ListenVariables(Map<String, String> environment) {
		this.environment = environment;
	}

	/**
	 * Returns the descriptors with their names.
	 * @param pid this process
	 * @return the descriptors in their order, none where they are meant for another
	 * process
	 */
	Map<Integer, String> descriptors(long pid) {
		String count = this.environment.get(COUNT);
		if (count == null || !isMeant(pid)) {
			return Map.of();
		}
		int number = number(COUNT, count);
		String[] names = names(number);
		Map<Integer, String> descriptors = new LinkedHashMap<>();
		for (int i = 0; i < number; i++) {
			descriptors.put(FIRST + i, names[i]);
		}
		return descriptors;
	}

	/**
	 * Tells why descriptors that are there are not this process's.
	 * @return the reason, or {@code null} where there are none
	 */
	@Nullable String foreign(long pid) {
		return (this.environment.get(COUNT) == null || isMeant(pid)) ? null
				: PID + " is " + this.environment.getOrDefault(PID, "not set") + ", and this is process " + pid;
	}

	private boolean isMeant(long pid) {
		String value = this.environment.getOrDefault(PID, "");
		return !value.isEmpty() && number(PID, value) == pid;
	}

	private String[] names(int count) {
		String value = this.environment.get(NAMES);
		String[] names = new String[count];
		if (value == null) {
			Arrays.fill(names, UNKNOWN);
			return names;
		}
		String[] given = value.isEmpty() && count == 0 ? new String[0] : value.split(":", -1);
		if (given.length != count) {
			throw new InvalidSocketException(
					NAMES + "=" + value + " has " + given.length + " names, but " + COUNT + " is " + count,
					"Give as many names as descriptors, with colons between them, or none at all.");
		}
		return given;
	}

	private static int number(String variable, String value) {
		try {
			int number = Integer.parseInt(value);
			if (number >= 0 && (number <= MOST || variable.equals(PID))) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// told below
		}
		throw new InvalidSocketException(variable + "=" + value + " is not a number as sd_listen_fds(3) wants it",
				"Let systemd set it, or set LISTEN_PID to the process that is started, and LISTEN_FDS to the number "
						+ "of descriptors from 3 on.");
	}

}
