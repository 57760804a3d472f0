package io.github.pandaemonium.sample.web;

import java.util.List;
import java.util.Set;

import io.github.pandaemonium.test.Launch;
import io.github.pandaemonium.test.Users;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The daemon that root starts, and that drops to {@code nobody}.
 */
class DaemonOfRootIT extends DaemonFacts {

	@Override
	@BeforeAll
	void start() throws Exception {
		Users.assumeRootAndNobody();
		super.start();
	}

	@Override
	Launch launch(WebSample sample) {
		return sample.jar("--pandaemonium.user=" + Users.NOBODY)
			.as(Users.current())
			.with("HOME", "/root")
			.with("USER", "root")
			.with("LOGNAME", "root");
	}

	@Override
	Set<Long> groups() {
		return Users.groups(Users.NOBODY);
	}

	@Test
	void environmentIsThatOfTheUser() {
		List<String> environment = daemon().environment();
		assertThat(environment).contains("HOME=" + home(), "USER=" + Users.NOBODY, "LOGNAME=" + Users.NOBODY);
		for (String name : List.of("HOME=", "USER=", "LOGNAME=")) {
			assertThat(environment).filteredOn((variable) -> variable.startsWith(name)).hasSize(1);
		}
	}

}
