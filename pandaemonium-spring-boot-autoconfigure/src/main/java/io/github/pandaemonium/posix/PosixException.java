package io.github.pandaemonium.posix;

/**
 * A system call that failed: which one, on what, with which {@code errno} and text.
 *
 * @since 0.1.0
 */
public class PosixException extends RuntimeException {

	private final String call;

	private final int errno;

	/**
	 * Creates the exception.
	 * @param call the call with what it was called on, for example
	 * {@code open("/run/x.pid")}
	 * @param errno the error number
	 */
	public PosixException(String call, int errno) {
		super(call + ": " + text(errno));
		this.call = call;
		this.errno = errno;
	}

	/**
	 * Returns the call.
	 * @return the call with what it was called on
	 */
	public String getCall() {
		return this.call;
	}

	/**
	 * Returns the error number, see {@code errno(3)}.
	 * @return the number
	 */
	public int getErrno() {
		return this.errno;
	}

	/**
	 * Returns what the error means, as {@code strerror(3)} says it.
	 * @return the text
	 */
	public String getText() {
		return text(this.errno);
	}

	/**
	 * Whether this is the given error.
	 * @param name the name of the error, for example {@code EACCES}
	 * @return whether it is
	 */
	public boolean is(String name) {
		return this.errno == Constants.errno(name);
	}

	/**
	 * Returns the number of an error.
	 * @param name the name of the error, for example {@code EACCES}
	 * @return the number on this platform
	 */
	public static int errno(String name) {
		return Constants.errno(name);
	}

	private static String text(int errno) {
		return Constants.errorText(errno);
	}

}
