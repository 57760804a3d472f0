package io.github.pandaemonium.sample.web;

import java.nio.file.Path;

import io.github.pandaemonium.context.DaemonLifecycle;
import io.github.pandaemonium.daemon.DaemonMode;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test that runs the application's main method is no daemon.
 */
@SpringBootTest(useMainMethod = SpringBootTest.UseMainMethod.ALWAYS,
		properties = "logging.file.name=target/web-application-tests.log")
class WebApplicationMainMethodTests {

	@Autowired
	private DaemonLifecycle daemon;

	@Test
	void contextLoadsInTheTestItself() {
		assertThat(this.daemon.getMode()).isEqualTo(DaemonMode.NONE);
		assertThat(this.daemon.getPid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(Path.of("sample-web.pid")).doesNotExist();
	}

}
