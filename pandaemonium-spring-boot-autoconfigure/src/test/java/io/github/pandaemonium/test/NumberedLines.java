package io.github.pandaemonium.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.pandaemonium.context.DaemonSignalEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * A bean whose threads write {@code line} and a number as long as the application runs,
 * {@code reopened} and a number on each signal, and at the end {@code last} and the
 * greatest number. They go to the log, or to both streams if {@code numbered.streams} is
 * set. It joins an application by {@code --spring.main.sources}.
 */
final class NumberedLines implements ApplicationListener<ApplicationEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(NumberedLines.class);

	private static final int THREADS = 4;

	/** Nanoseconds between two lines of a thread, so that files stay readable. */
	private static final int PAUSE = 100_000;

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicInteger reopened = new AtomicInteger();

	private final List<Thread> threads = new ArrayList<>();

	private final boolean streams;

	private volatile boolean end;

	NumberedLines(Environment environment) {
		this.streams = environment.getProperty("numbered.streams", Boolean.class, false);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationReadyEvent) {
			for (int number = 0; number < THREADS; number++) {
				boolean error = number % 2 == 1;
				Thread thread = new Thread(() -> writeLines(error));
				this.threads.add(thread);
				thread.start();
			}
		}
		else if (event instanceof DaemonSignalEvent) {
			writeAll("reopened " + this.reopened.incrementAndGet());
		}
	}

	@Override
	public void destroy() throws InterruptedException {
		this.end = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
		writeAll("last " + this.count.get());
	}

	private void writeLines(boolean error) {
		while (!this.end) {
			write("line " + this.count.incrementAndGet(), error);
			LockSupport.parkNanos(PAUSE);
		}
	}

	private void writeAll(String text) {
		write(text, false);
		if (this.streams) {
			write(text, true);
		}
	}

	private void write(String text, boolean error) {
		if (this.streams) {
			(error ? System.err : System.out).println(text);
		}
		else {
			logger.info(text);
		}
	}

}
