package io.github.pandaemonium.sample.web;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Requests that take time, which a restart has to wait for.
 */
@RestController
class TransferController {

	private static final byte[] MEGABYTE = "x".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);

	@PostMapping("/upload")
	String upload(@RequestBody byte[] body) {
		return Integer.toString(body.length);
	}

	@GetMapping("/download")
	byte[] download() {
		return MEGABYTE;
	}

	/** An answer that comes a second later. */
	@GetMapping("/late")
	CompletableFuture<String> late() {
		return CompletableFuture.supplyAsync(() -> "Late", CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
	}

}
