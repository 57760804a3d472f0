package io.github.pandaemonium.context.logging;

import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Set;
import java.util.function.BiConsumer;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.LengthCounter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.sift.SiftingAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import org.slf4j.LoggerFactory;

/**
 * Opens the files of Logback's appenders again, each under the lock that its writers
 * take: what they write is in the old file or in the new one.
 */
final class LogbackLogFiles {

	private final BiConsumer<String, Throwable> failed;

	private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

	/**
	 * Creates the log files.
	 * @param failed told of each file that can't be opened, and why
	 */
	LogbackLogFiles(BiConsumer<String, Throwable> failed) {
		this.failed = failed;
	}

	/**
	 * Opens those of the application, if it logs by Logback.
	 */
	void reopen() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			reopen(context);
		}
	}

	void reopen(LoggerContext context) {
		for (Logger logger : context.getLoggerList()) {
			visitAll(logger.iteratorForAppenders());
		}
	}

	private void visitAll(Iterator<? extends Appender<?>> appenders) {
		appenders.forEachRemaining(this::visit);
	}

	private void visit(Appender<?> appender) {
		if (!this.visited.add(appender)) {
			return;
		}
		if (appender instanceof FileAppender<?> file && file.isStarted()) {
			attempt(file);
		}
		if (appender instanceof AppenderAttachable<?> attachable) {
			visitAll(attachable.iteratorForAppenders());
		}
		if (appender instanceof SiftingAppenderBase<?> sifting && sifting.getAppenderTracker() != null) {
			visitAll(sifting.getAppenderTracker().allComponents().iterator());
		}
	}

	private void attempt(FileAppender<?> appender) {
		try {
			reopen(appender);
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			// the others may be of another kind
			this.failed.accept("'" + appender.getFile() + "' of the appender " + appender.getName(), ex);
		}
	}

	/**
	 * The new file is opened before the old one is closed. A rollover of the appender's
	 * own may give it another name meanwhile.
	 */
	private static void reopen(FileAppender<?> appender) throws IOException {
		boolean append = appender.isAppend();
		// a file that has not been renamed keeps what it has
		appender.setAppend(true);
		try {
			String file;
			do {
				file = appender.getFile();
				appender.openFile(file);
			}
			while (!file.equals(appender.getFile()));
			if (appender instanceof RollingFileAppender<?> rolling) {
				count(rolling, new File(file));
			}
		}
		finally {
			appender.setAppend(append);
		}
	}

	/**
	 * A limit of its size is that of the new file.
	 */
	private static void count(RollingFileAppender<?> appender, File file) {
		LengthCounter counter = appender.getTriggeringPolicy().getLengthCounter();
		if (counter != null) {
			counter.reset();
			counter.add(file.length());
		}
	}

}
