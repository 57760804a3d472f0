package io.github.pandaemonium.context.logging;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BiConsumer;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractOutputStreamAppender;
import org.apache.logging.log4j.core.appender.OutputStreamManager;
import org.apache.logging.log4j.core.appender.routing.RoutingAppender;
import org.apache.logging.log4j.core.config.AppenderControl;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jContextFactory;

/**
 * Opens the files of Log4j2's appenders again. Several appenders may have one file, which
 * is opened once.
 */
final class Log4j2LogFiles {

	private final BiConsumer<String, Throwable> failed;

	private final Set<OutputStreamManager> visited = Collections.newSetFromMap(new IdentityHashMap<>());

	/**
	 * Creates the log files.
	 * @param failed told of each file that can't be opened, and why
	 */
	Log4j2LogFiles(BiConsumer<String, Throwable> failed) {
		this.failed = failed;
	}

	/**
	 * Opens those of the application, if it logs by Log4j2.
	 */
	void reopen() {
		if (LogManager.getFactory() instanceof Log4jContextFactory factory) {
			for (LoggerContext context : factory.getSelector().getLoggerContexts()) {
				reopen(context.getConfiguration());
			}
		}
	}

	/**
	 * Appenders that others hand their events to are those of the configuration too, but
	 * for those that a routing appender makes when they are needed.
	 */
	void reopen(Configuration configuration) {
		configuration.getAppenders().values().forEach(this::visit);
		for (LoggerConfig logger : configuration.getLoggers().values()) {
			logger.getAppenders().values().forEach(this::visit);
		}
	}

	private void visit(Appender appender) {
		if (!appender.isStarted()) {
			return;
		}
		if (appender instanceof RoutingAppender routing) {
			routing.getAppenders().values().stream().map(AppenderControl::getAppender).forEach(this::visit);
		}
		if (appender instanceof AbstractOutputStreamAppender<?> output && this.visited.add(output.getManager())) {
			attempt(output.getManager(), appender.getName());
		}
	}

	private void attempt(OutputStreamManager manager, String appender) {
		try {
			Log4j2LogFile.reopen(manager);
		}
		catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError ex) {
			this.failed.accept("'" + manager.getName() + "' of the appender " + appender, ex);
		}
	}

}
