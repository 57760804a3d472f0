package io.github.pandaemonium.socket;

import java.net.InetSocketAddress;

/**
 * A listening TCP socket that was given to this process by its descriptor, whoever opened
 * it. The descriptor stays open as long as the process lives; servers work on copies.
 *
 * @param descriptor the number of the descriptor
 * @param name the name that the giver has for it
 * @param address where it is bound
 * @since 0.1.0
 */
public record ListeningSocket(int descriptor, String name, InetSocketAddress address) {

	/**
	 * Returns the port.
	 * @return the port that it is bound to
	 */
	public int port() {
		return this.address.getPort();
	}

	/**
	 * Returns where it listens.
	 * @return for example {@code 127.0.0.1:8080} or {@code [::1]:8080}
	 */
	public String place() {
		String host = this.address.getAddress().getHostAddress();
		return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
	}

	@Override
	public String toString() {
		return "'" + this.name + "' (descriptor " + this.descriptor + ", " + place() + ")";
	}

}
