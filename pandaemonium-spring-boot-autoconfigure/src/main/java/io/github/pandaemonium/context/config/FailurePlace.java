package io.github.pandaemonium.context.config;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.ClassUtils;

/**
 * What may be told of an exception whose message could hold a secret: its type, and where
 * in the application's code it was thrown.
 *
 * @since 0.1.0
 */
public final class FailurePlace {

	private FailurePlace() {
	}

	/**
	 * Describe an exception by what may be told of it.
	 * @param failure the exception
	 * @return the type of its cause and, if known, the method that has thrown it
	 */
	public static String of(Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		for (StackTraceElement frame : cause.getStackTrace()) {
			if (!isOfPlatform(frame.getClassName())) {
				return type(cause) + " at " + frame.getClassName() + "." + frame.getMethodName()
						+ ((frame.getFileName() != null) ? "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")"
								: "");
			}
		}
		return type(cause);
	}

	static String type(Throwable failure) {
		return ClassUtils.getShortName(failure.getClass());
	}

	private static boolean isOfPlatform(String type) {
		return type.startsWith("java.") || type.startsWith("javax.") || type.startsWith("jdk.")
				|| type.startsWith("sun.") || type.startsWith("org.springframework.");
	}

}
