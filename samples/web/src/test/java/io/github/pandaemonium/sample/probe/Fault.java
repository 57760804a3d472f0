package io.github.pandaemonium.sample.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import org.springframework.core.env.Environment;

/**
 * A bean that goes wrong while it is created, as {@code fault} says. It joins the
 * application by {@code --spring.main.sources}.
 */
final class Fault {

	Fault(Environment environment) throws Exception {
		String fault = environment.getRequiredProperty("fault");
		switch (fault) {
			case "none" -> {
			}
			case "throw" -> throw new IllegalStateException("the fault is thrown");
			case "error" -> throw new NoClassDefFoundError("com/example/Missing");
			case "exit" -> System.exit(7);
			case "halt" -> Runtime.getRuntime().halt(9);
			case "sleep" -> sleep(environment);
			case "hold" -> hold(environment);
			case "stay" -> {
				Runtime.getRuntime().addShutdownHook(new Thread(Fault::sleep));
				sleep(environment);
			}
			default -> signal(fault);
		}
	}

	/**
	 * Writes a file, and waits until somebody deletes it.
	 */
	private static void hold(Environment environment) throws Exception {
		Path file = write(environment.getRequiredProperty("fault.file"));
		while (Files.exists(file)) {
			Thread.sleep(10);
		}
	}

	/**
	 * Never comes to an end, and does not answer to an interrupt either.
	 */
	private static void sleep(Environment environment) throws IOException {
		String file = environment.getProperty("fault.file");
		if (file != null) {
			write(file);
		}
		sleep();
	}

	private static Path write(String file) throws IOException {
		return Files.writeString(Path.of(file), Long.toString(ProcessHandle.current().pid()));
	}

	private static void sleep() {
		while (true) {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				// goes on
			}
		}
	}

	private static void signal(String name) throws Exception {
		new ProcessBuilder("/bin/kill", "-" + name, Long.toString(ProcessHandle.current().pid())).start().waitFor();
		new CountDownLatch(1).await();
	}

}
