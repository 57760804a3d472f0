package io.github.pandaemonium.sample.plain;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What the daemons of this sample do: a line every second, until a signal ends them.
 */
final class Work {

	private Work() {
	}

	static void run() throws InterruptedException {
		while (true) {
			System.out.println("Working at " + Instant.now());
			TimeUnit.SECONDS.sleep(1);
		}
	}

}
