package io.github.pandaemonium.sample.web;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Orphans;
import io.github.pandaemonium.test.Proc;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The end of a daemon. Its parent is init, so that nobody would see its exit status: the
 * tests take init's place.
 */
@Tag("any-java")
class ShutdownIT {

	@RegisterExtension
	static final Launches launches = new Launches();

	@Test
	void terminateFinishesRequestsAndThenReleasesThePidFileAndEndsWithStatusZero() throws Exception {
		WebSample sample = WebSample.ordinary(launches);
		Path hold = Files.createFile(sample.directory().resolve("hold"));
		try (Orphans orphans = Orphans.adopt()) {
			Proc daemon = sample.start(sample.byRoot(sample.probed()));
			CompletableFuture<HttpResponse<String>> request = sample.send("/slow", WebSample.port(sample.log()));
			await().atMost(WebSample.PATIENCE).until(() -> Files.exists(sample.directory().resolve("held")));

			daemon.signal("TERM");
			await().atMost(WebSample.PATIENCE)
				.until(() -> sample.log().contains("Commencing graceful shutdown") || !daemon.isAlive());
			assertThat(request).isNotDone();
			assertThat(sample.pidFile()).exists();
			assertThat(daemon.holdsLock(sample.pidFile())).isTrue();

			Files.delete(hold);
			assertThat(request.get().statusCode()).isEqualTo(200);
			assertThat(request.get().body()).isEqualTo("finished");
			assertThat(orphans.await(daemon)).isZero();
			assertThat(sample.log()).contains("Graceful shutdown complete");
			assertThat(sample.pidFile()).doesNotExist();
		}
	}

}
