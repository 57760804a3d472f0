package io.github.pandaemonium.context;

import org.jspecify.annotations.Nullable;

/**
 * The application closed its context itself, so that it will never be ready.
 */
final class ContextClosedException extends RuntimeException {

	ContextClosedException(@Nullable Throwable consequence) {
		super("The application closed its context itself before it was ready", consequence);
	}

}
