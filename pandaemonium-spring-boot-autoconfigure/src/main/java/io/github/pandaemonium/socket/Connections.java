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
	 * Accepts no more connections. When it returns, all that have been accepted count as
	 * open until they are closed, and what has not been accepted waits in the socket. The
	 * answer to the next request of each is its last, and says so. Does nothing the
	 * second time.
	 */
	void stopAccepting();

}
