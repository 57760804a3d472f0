package io.github.pandaemonium.daemon;

import io.github.pandaemonium.posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * A stage that could not be passed: which one, and where a system call failed, which one
 * and why.
 *
 * @since 0.1.0
 */
public class DaemonException extends RuntimeException {

	private final Stage stage;

	private final @Nullable String call;

	private final int errno;

	/**
	 * Creates the exception.
	 * @param stage the stage
	 * @param message what could not be done, on what, and why
	 * @param cause the cause, if any
	 */
	public DaemonException(Stage stage, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.stage = stage;
		this.call = (cause instanceof PosixException posix) ? posix.getCall() : null;
		this.errno = (cause instanceof PosixException posix) ? posix.getErrno() : 0;
	}

	/**
	 * Returns the stage.
	 * @return the stage
	 */
	public Stage getStage() {
		return this.stage;
	}

	/**
	 * Returns the system call that failed.
	 * @return the call with what it was called on, or {@code null} where it was none
	 */
	public @Nullable String getCall() {
		return this.call;
	}

	/**
	 * Returns the error number of the call, see {@code errno(3)}.
	 * @return the number, or 0 where no call failed
	 */
	public int getErrno() {
		return this.errno;
	}

}
