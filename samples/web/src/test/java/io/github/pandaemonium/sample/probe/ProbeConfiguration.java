package io.github.pandaemonium.sample.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pandaemonium.context.DaemonSignalEvent;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets a test hold the application up and look at what it starts and creates. A test
 * holds it with a file {@code hold}, and sees that it is held by a file {@code held}, in
 * the directory that {@code probe.directory} names.
 */
@Configuration(proxyBeanMethods = false)
@RestController
class ProbeConfiguration {

	private final Path directory = Path.of(System.getProperty("probe.directory"));

	/**
	 * Starts a child process.
	 * @return its process id
	 */
	@GetMapping("/child")
	long child() throws IOException {
		return new ProcessBuilder("sleep", "600").start().pid();
	}

	/**
	 * Creates a file and a directory.
	 */
	@GetMapping("/create")
	void create(@RequestParam String file, @RequestParam String directory) throws IOException {
		Files.createFile(Path.of(file));
		Files.createDirectory(Path.of(directory));
	}

	/**
	 * Takes its time.
	 * @return a word
	 */
	@GetMapping("/slow")
	String slow() {
		hold();
		return "finished";
	}

	/**
	 * Comes before the listener of the sample, and holds it up.
	 */
	@EventListener
	@Order(0)
	void received(DaemonSignalEvent event) {
		hold();
	}

	private void hold() {
		try {
			while (Files.exists(this.directory.resolve("hold"))) {
				Files.write(this.directory.resolve("held"), new byte[0]);
				Thread.sleep(10);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
