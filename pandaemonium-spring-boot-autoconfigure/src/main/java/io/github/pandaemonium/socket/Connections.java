package io.github.pandaemonium.socket;

/**
 * Counts the connections of a server that has taken a socket.
 *
 * @since 0.1.0
 */
public interface Connections {

	/**
	 * Returns how many connections have been accepted.
	 * @return the number since the server was started
	 */
	long accepted();

	/**
	 * Returns how many connections are open.
	 * @return the number
	 */
	int open();

	/**
	 * Accepts no more connections, and waits a moment until the first request of those
	 * that have been accepted is served: nobody else can serve it. What has not been
	 * accepted waits in the socket. Does nothing the second time.
	 */
	void stopAccepting();

}
