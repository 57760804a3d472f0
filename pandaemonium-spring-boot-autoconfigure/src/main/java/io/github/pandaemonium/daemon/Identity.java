package io.github.pandaemonium.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.pandaemonium.posix.Posix;
import io.github.pandaemonium.posix.Posix.Account;
import io.github.pandaemonium.posix.Posix.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what user, group and supplementary groups a daemon gets.
 */
final class Identity {

	private final Posix posix;

	private final DaemonOptions options;

	Identity(Posix posix, DaemonOptions options) {
		this.posix = posix;
		this.options = options;
	}

	/**
	 * Returns what the process has to become, or {@code null} where it stays what it is.
	 */
	@Nullable Credentials credentials() {
		String user = this.options.user();
		String group = this.options.group();
		int uid = this.posix.geteuid();
		int gid = this.posix.getegid();
		Account account = (user != null) ? account(user) : null;
		int newUid = (account != null) ? account.uid() : uid;
		int newGid = (group != null) ? group(group) : (account != null) ? primaryGroup(account) : gid;
		boolean changes = newUid != uid || newGid != gid;
		if (uid != 0) {
			if (changes) {
				throw (newUid != uid || group == null) ? notRoot("user", String.valueOf(user))
						: notRoot("group", group);
			}
			if (this.options.initGroups() == InitGroups.TRUE) {
				throw notRoot("init-groups", "true");
			}
			return null;
		}
		if (!changes && this.options.initGroups() == InitGroups.AUTO) {
			return null;
		}
		return credentials((account == null && newUid == uid) ? this.posix.getpwnam("0") : account, newUid, newGid);
	}

	/**
	 * Adds the variables that tell a program whose process it is, as {@code su} and
	 * systemd set them, where the user changes.
	 */
	Map<String, String> variables(Map<String, String> others) {
		Map<String, String> variables = new HashMap<>(others);
		String user = this.options.user();
		Account account = (user != null) ? account(user) : null;
		if (account != null && account.uid() != this.posix.geteuid()) {
			variables.put("HOME", account.home());
			variables.put("USER", account.name());
			variables.put("LOGNAME", account.name());
		}
		return variables;
	}

	private Credentials credentials(@Nullable Account account, int uid, int gid) {
		if (this.options.initGroups() == InitGroups.FALSE) {
			return new Credentials(uid, gid, List.of());
		}
		if (account == null || account.gid() == -1) {
			return new Credentials(uid, gid, List.of(gid));
		}
		return new Credentials(uid, gid, this.posix.getgrouplist(account.name(), gid));
	}

	private Account account(String user) {
		Account account = this.posix.getpwnam(user);
		if (account == null) {
			throw new InvalidOptionException("user", user, "there is no such user",
					"Name a user of this machine (getent passwd), or create it.");
		}
		return account;
	}

	private int primaryGroup(Account account) {
		if (account.gid() == -1) {
			throw new InvalidOptionException("user", account.name(),
					"this number has no entry among the users, so that its group is unknown",
					"Set the option group as well.");
		}
		return account.gid();
	}

	private int group(String group) {
		int gid = this.posix.getgrnam(group);
		if (gid == -1) {
			throw new InvalidOptionException("group", group, "there is no such group",
					"Name a group of this machine (getent group), or create it.");
		}
		return gid;
	}

	private InvalidOptionException notRoot(String option, String value) {
		return new InvalidOptionException(option, value,
				"only root may change this, and the process runs as user number " + this.posix.geteuid(),
				"Start it as root, or remove the option.");
	}

}
