package io.github.pandaemonium.posix;

import jnr.constants.platform.AddressFamily;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;
import jnr.constants.platform.Sock;
import jnr.constants.platform.SocketLevel;
import jnr.constants.platform.SocketOption;

/**
 * Numbers of this platform by their names in C, as jnr-constants knows them.
 */
final class Constants {

	private Constants() {
	}

	static int open(String flag) {
		return OpenFlags.valueOf(flag).intValue();
	}

	static int socketLevel() {
		return SocketLevel.SOL_SOCKET.intValue();
	}

	static int socketOption(String name) {
		return SocketOption.valueOf(name).intValue();
	}

	static int socketType(String name) {
		return Sock.valueOf(name).intValue();
	}

	static int addressFamily(String name) {
		return AddressFamily.valueOf(name).intValue();
	}

	static int errno(String name) {
		return Errno.valueOf(name).intValue();
	}

	static String errorText(int number) {
		Errno errno = Errno.valueOf(number);
		String text = errno.description();
		return (errno != Errno.__UNKNOWN_CONSTANT__) ? text + " (" + errno.name() + ")" : "error " + number;
	}

}
