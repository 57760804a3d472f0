package io.github.pandaemonium.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A listening socket that the application wants to have opened for it, as a property says
 * so.
 *
 * @param use what it is for
 * @param property the property
 * @param value its value
 * @param host where to listen, or {@code null} for every address of the machine
 * @param port the port, or 0 for any
 * @param backlog how many connections may wait to be accepted
 * @since 0.1.0
 */
public record SocketRequest(String use, String property, String value, @Nullable InetAddress host, int port,
		int backlog) {

	private static final int MOST = 65535;

	private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\[\\]]+]|[^:\\[\\]\\s]*):(\\d{1,9})");

	/**
	 * Reads the value of a property.
	 * @param use what the socket is for
	 * @param property the property
	 * @param value the value: {@code HOST:PORT}, {@code [IPv6]:PORT} or {@code :PORT}
	 * @param backlog how many connections may wait to be accepted
	 * @return the request
	 * @throws InvalidSocketException if the value is malformed, or the host is unknown
	 */
	public static SocketRequest of(String use, String property, String value, int backlog) {
		Matcher matcher = ADDRESS.matcher(value.trim());
		if (!matcher.matches()) {
			throw invalid(property, value, "it is not an address with a port",
					"Write HOST:PORT, [IPv6]:PORT, or :PORT for every address of the machine.", null);
		}
		int port = Integer.parseInt(matcher.group(2));
		if (port > MOST) {
			throw invalid(property, value, "there is no port " + port, "Use a port up to " + MOST + ".", null);
		}
		return new SocketRequest(use, property, value, host(property, value, matcher.group(1)), port, backlog);
	}

	/**
	 * Whether a socket is the one that is wanted, whoever opened it.
	 * @param address where it is bound
	 * @return whether the address agrees
	 */
	public boolean isAt(InetSocketAddress address) {
		boolean sameHost = isWildcard() ? address.getAddress().isAnyLocalAddress()
				: address.getAddress().equals(this.host);
		return sameHost && (this.port == 0 || this.port == address.getPort());
	}

	/**
	 * Whether it is every address of the machine, of IPv4 and of IPv6.
	 * @return whether it is
	 */
	public boolean isWildcard() {
		return this.host == null || (this.host instanceof Inet6Address && this.host.isAnyLocalAddress());
	}

	/**
	 * Makes the exception which says that it can't be had.
	 * @param reason why
	 * @param action what to do about it
	 * @param cause the cause, if any
	 * @return the exception
	 */
	public InvalidSocketException impossible(String reason, String action, @Nullable Throwable cause) {
		return invalid(this.property, this.value, reason, action, cause);
	}

	private static @Nullable InetAddress host(String property, String value, String host) {
		if (host.isEmpty() || host.equals("*")) {
			return null;
		}
		try {
			return InetAddress.getByName(host);
		}
		catch (UnknownHostException ex) {
			throw invalid(property, value, "the host " + host + " is unknown",
					"Name an address of this machine, or leave the host out.", ex);
		}
	}

	private static InvalidSocketException invalid(String property, String value, String reason, String action,
			@Nullable Throwable cause) {
		return new InvalidSocketException(property + "=" + value + ": " + reason, action, cause);
	}

}
