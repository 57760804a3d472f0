package io.github.pandaemonium.sample.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The application: it works off what is in its spool directory.
 */
@SpringBootApplication
@EnableScheduling
public class WorkerApplication {

	/**
	 * Starts the application.
	 * @param args the arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(WorkerApplication.class, args);
	}

}
