package io.github.pandaemonium.sample.web;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application. Nothing in it knows that it is run as a daemon.
 */
@SpringBootApplication
public class WebApplication {

	/**
	 * Starts the application.
	 * @param args the arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(WebApplication.class, args);
	}

}
