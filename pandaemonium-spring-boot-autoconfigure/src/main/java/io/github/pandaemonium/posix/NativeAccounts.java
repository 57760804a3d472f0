package io.github.pandaemonium.posix;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.posix.Posix.Account;

/**
 * Users and groups, as {@code getpwnam(3)}, {@code getgrnam(3)} and
 * {@code getgrouplist(3)} tell them. The offsets are those of {@code struct passwd} and
 * {@code struct group} on 64-bit Linux, alike in glibc and musl.
 */
final class NativeAccounts {

	private static final long HIGHEST = 0xffffffffL; // which means none

	private static final int PW_UID = 16;

	private static final int PW_GID = 20;

	private static final int PW_DIR = 32;

	private static final int GR_GID = 16;

	private final LibC libc;

	NativeAccounts(LibC libc) {
		this.libc = libc;
	}

	@Nullable Account user(String nameOrNumber) {
		long passwd = find("getpwnam", "getpwuid", nameOrNumber);
		if (passwd != 0) {
			return new Account(NativeMemory.getString(NativeMemory.getLong(passwd)),
					NativeMemory.getInt(passwd + PW_UID), NativeMemory.getInt(passwd + PW_GID),
					NativeMemory.getString(NativeMemory.getLong(passwd + PW_DIR)));
		}
		int number = number(nameOrNumber);
		return (number != -1) ? new Account(nameOrNumber, number, -1, "/") : null;
	}

	int group(String nameOrNumber) {
		long group = find("getgrnam", "getgrgid", nameOrNumber);
		return (group != 0) ? NativeMemory.getInt(group + GR_GID) : number(nameOrNumber);
	}

	List<Integer> groups(String user, int group) {
		int capacity = 64;
		while (true) {
			try (NativeMemory memory = new NativeMemory()) {
				long count = memory.allocate(Integer.BYTES);
				NativeMemory.putInt(count, capacity);
				long list = memory.allocate(capacity * Integer.BYTES);
				int result = this.libc.callInt("getgrouplist", memory.path(user), group, list, count);
				if (result >= 0) {
					List<Integer> groups = new ArrayList<>();
					for (int i = 0; i < result; i++) {
						groups.add(NativeMemory.getInt(list + (long) i * Integer.BYTES));
					}
					return groups;
				}
				capacity = Math.max(NativeMemory.getInt(count), capacity * 2);
			}
		}
	}

	private long find(String byName, String byNumber, String nameOrNumber) {
		try (NativeMemory memory = new NativeMemory()) {
			this.libc.errno(0);
			long entry = this.libc.call(byName, memory.path(nameOrNumber));
			int number = number(nameOrNumber);
			if (entry == 0 && number != -1) {
				this.libc.errno(0);
				entry = this.libc.call(byNumber, number);
			}
			int errno = this.libc.errno();
			if (entry == 0 && (errno == Constants.errno("EIO") || errno == Constants.errno("EMFILE")
					|| errno == Constants.errno("ENFILE") || errno == Constants.errno("ENOMEM"))) {
				throw new PosixException(byName + "(\"" + nameOrNumber + "\")", errno);
			}
			return entry;
		}
	}

	private static int number(String text) {
		try {
			long number = Long.parseLong(text);
			return (number >= 0 && number < HIGHEST) ? (int) number : -1;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

}
