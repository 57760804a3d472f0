package io.github.pandaemonium.sample.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.pandaemonium.context.DaemonLifecycle;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what the process is like.
 */
@RestController
class ProcessController {

	private final DaemonLifecycle daemon;

	ProcessController(DaemonLifecycle daemon) {
		this.daemon = daemon;
	}

	@GetMapping("/")
	Map<String, Object> process() throws IOException {
		Map<String, Object> process = new LinkedHashMap<>();
		process.put("pid", this.daemon.getPid());
		process.put("mode", this.daemon.getMode());
		process.put("user", System.getProperty("user.name"));
		process.put("home", System.getProperty("user.home"));
		process.put("directory", System.getProperty("user.dir"));
		process.put("umask", status("Umask"));
		process.put("stages", this.daemon.getStages());
		return process;
	}

	private static String status(String field) throws IOException {
		return Files.readAllLines(Path.of("/proc/self/status"))
			.stream()
			.filter((line) -> line.startsWith(field + ":"))
			.map((line) -> line.substring(field.length() + 1).trim())
			.findFirst()
			.orElse("?");
	}

}
