package io.github.pandaemonium.sample.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.pandaemonium.context.DaemonSignalEvent;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks into the spool directory regularly, unless a signal has paused it.
 */
@Component
class Worker {

	private final Path spool;

	private volatile boolean paused;

	Worker(@Value("${worker.spool}") Path spool) {
		this.spool = spool;
	}

	@Scheduled(fixedRateString = "${worker.interval}")
	void work() throws IOException {
		if (!this.paused) {
			System.out.println("Jobs: " + count());
		}
	}

	/**
	 * Pauses the work, or goes on with it. The signal map calls this.
	 */
	public void toggle() {
		this.paused = !this.paused;
		System.out.println(this.paused ? "Paused" : "Resumed");
	}

	@EventListener(condition = "#event.action == 'rescan'")
	void rescan(DaemonSignalEvent event) throws IOException {
		System.out.println("Rescanned on " + event.getSignal() + ": " + count());
	}

	private long count() throws IOException {
		try (Stream<Path> jobs = Files.list(this.spool)) {
			return jobs.count();
		}
	}

}
