package io.github.pandaemonium.context.logging;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.ClassUtils;

/**
 * What the action {@code reopen-logs} opens again, because it may have been renamed: the
 * redirected standard streams, and the files of the logging system.
 *
 * @since 0.1.0
 */
public final class LogFiles {

	private static final Log logger = LogFactory.getLog(LogFiles.class);

	private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

	private static final String LOG4J2 = "org.apache.logging.log4j.core.LoggerContext";

	private final Runnable streams;

	private final ClassLoader classLoader;

	/**
	 * Creates the log files of an application.
	 * @param streams opens the standard streams again, where they are files of ours
	 * @param classLoader tells which logging systems there are
	 */
	public LogFiles(Runnable streams, ClassLoader classLoader) {
		this.streams = streams;
		this.classLoader = classLoader;
	}

	/**
	 * Opens everything again. What can't be opened stays as it was, is logged, and keeps
	 * nothing else from being opened.
	 */
	public void reopen() {
		attempt("the standard streams", this.streams);
		if (ClassUtils.isPresent(LOGBACK, this.classLoader)) {
			attempt("the log files of Logback", () -> new LogbackLogFiles(LogFiles::failed).reopen());
		}
		if (ClassUtils.isPresent(LOG4J2, this.classLoader)) {
			attempt("the log files of Log4j2", () -> new Log4j2LogFiles(LogFiles::failed).reopen());
		}
	}

	/**
	 * A logging system of another version than ours may lack a method.
	 */
	private static void attempt(String what, Runnable reopening) {
		try {
			reopening.run();
		}
		catch (RuntimeException | LinkageError ex) {
			failed(what, ex);
		}
	}

	private static void failed(String what, Throwable failure) {
		logger.error("Unable to open " + what + " again: " + failure.getMessage(), failure);
	}

}
